/**
 * The cart lives in one cookie of the shop's own, `cart=slug.2_slug.1`: needed for what the visitor asked for, gone when
 * the browser closes, and no business of Askfirst, which sends no cookies and reads none.
 */
import { findGood, type Good } from './goods.ts';

/** One line of the cart. */
export interface CartLine {
  readonly good: Good;
  readonly count: number;
}

/** More of one thing than this makes no sense in a demo. */
const MOST_OF_ONE = 9;

/** Reads the cart from a `Cookie` header; whatever is not understood is left out. */
export function readCart(cookies: string | null): readonly CartLine[] {
  const value = /(?:^|;\s*)cart=([^;]*)/.exec(cookies ?? '')?.[1] ?? '';
  return value.split('_').flatMap((part) => {
    const [slug = '', count = ''] = part.split('.');
    const good = findGood(slug);
    return good && /^[1-9]$/.test(count) ? [{ good, count: Number(count) }] : [];
  });
}

/** The cart with `by` more (or fewer) of one thing. */
export function changeCart(cart: readonly CartLine[], good: Good, by: number): readonly CartLine[] {
  const known = cart.some((line) => line.good === good);
  const all = known ? cart : [...cart, { good, count: 0 }];
  return all
    .map((line) => (line.good === good ? { good, count: Math.min(MOST_OF_ONE, line.count + by) } : line))
    .filter((line) => line.count > 0);
}

/** The `Set-Cookie` header that keeps a cart. */
export function toCookie(cart: readonly CartLine[]): string {
  const value = cart.map((line) => `${line.good.slug}.${line.count}`).join('_');
  return `cart=${value}; Path=/; HttpOnly; SameSite=Lax${value ? '' : '; Max-Age=0'}`;
}

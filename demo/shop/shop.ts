/** The demo shop as a function from request to response. It has no port, no clock and no database. */
import { randomBytes, randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Html } from '../html.ts';
import { type CartLine, changeCart, readCart, toCookie } from './cart.ts';
import { findCategory, findGood, searchGoods } from './goods.ts';
import { drawPage, toContentSecurityPolicy } from './page.ts';
import { drawAbout, drawNotFound } from './pages/about.ts';
import { drawCart, drawOrder } from './pages/cart.ts';
import { drawCategory, drawHome, drawProduct, drawResults } from './pages/catalogue.ts';
import { CHAPTERS, drawGuide } from './pages/guide.ts';

/** What a path leads to. */
interface Found {
  readonly title: string;
  readonly main: Html;
  readonly status?: number;
  readonly script?: string;
}

const FILES: Readonly<Record<string, string>> = {
  '/shop.css': 'text/css; charset=utf-8',
  '/guide.js': 'text/javascript; charset=utf-8',
  '/favicon.svg': 'image/svg+xml',
};

/** Answers every request of the shop; what lies under `/askfirst` is the collector's and never comes here. */
export async function serveShop(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const type = Object.hasOwn(FILES, url.pathname) ? FILES[url.pathname] : undefined;
  if (type) return serveFile(url.pathname, type);
  const cart = readCart(request.headers.get('cookie'));
  if (request.method === 'POST') return takePost(url.pathname, await request.formData(), cart);
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return new Response('Method not allowed\n', { status: 405, headers: { allow: 'GET, HEAD, POST' } });

  const found = findPage(url, cart) ?? { title: 'Nothing here', main: drawNotFound(), status: 404 };
  const nonce = randomBytes(16).toString('base64');
  const query = url.searchParams.get('q') ?? '';
  return new Response(drawPage({ ...found, path: url.pathname, query, cart, nonce }), {
    status: found.status ?? 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': toContentSecurityPolicy(nonce),
      'cache-control': 'no-cache',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    },
  });
}

function findPage({ pathname, searchParams }: URL, cart: readonly CartLine[]): Found | undefined {
  const [, first, second, third, ...rest] = pathname.split('/');
  if (pathname === '/') return { title: 'Small useful things', main: drawHome() };
  if (pathname === '/about') return { title: 'About', main: drawAbout() };
  if (pathname === '/cart') return { title: 'Cart', main: drawCart(cart) };
  if (pathname === '/search') {
    const query = (searchParams.get('q') ?? '').slice(0, 100);
    return { title: 'Search', main: drawResults(query, searchGoods(query)) };
  }
  if (first === 'orders' && second && third === undefined && /^\d{5}$/.test(second))
    return { title: 'Thank you', main: drawOrder(second) };
  const chapter = CHAPTERS.find(({ path }) => path === pathname);
  if (chapter) return { title: chapter.name, main: drawGuide(chapter), script: '/guide.js' };
  const category = first === 'goods' && rest.length === 0 ? findCategory(second ?? '') : undefined;
  if (!category) return undefined;
  if (third === undefined) return { title: category.name, main: drawCategory(category) };
  const good = findGood(third);
  return good?.category === category.slug ? { title: good.name, main: drawProduct(good) } : undefined;
}

function takePost(path: string, form: FormData, cart: readonly CartLine[]): Response {
  if (path === '/orders') return redirect(`/orders/${randomInt(10_000, 100_000)}`, []);
  const added = findGood(String(form.get('add')));
  const removed = findGood(String(form.get('remove')));
  const good = added ?? removed;
  if (path !== '/cart' || !good) return new Response('There is nothing to do here\n', { status: 400 });
  return redirect('/cart', changeCart(cart, good, added ? 1 : -1));
}

function redirect(to: string, cart: readonly CartLine[]): Response {
  return new Response(null, { status: 303, headers: { location: to, 'set-cookie': toCookie(cart) } });
}

function serveFile(path: string, type: string): Response {
  return new Response(new Uint8Array(readFileSync(new URL(`files${path}`, import.meta.url))), {
    headers: { 'content-type': type, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' },
  });
}

/** Tokens that no collector should take, made as somebody in the page would: out of their own, without the secret. */
import type { BadToken } from './step.ts';

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** @param own a token of the forge; for `expired` one that was written down long ago */
export function toBadToken(
  own: string,
  { kind, person }: { readonly kind: BadToken; readonly person: string },
): string {
  if (kind === 'expired') return own;
  const [header = '', claims = '', signature = ''] = own.split('.');
  const { ceiling: _, ...rest } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>; // The forge's own claims.
  const changed = encode({ ...rest, sub: person.split('/')[1] });
  return kind === 'unsigned' ? `${encode({ alg: 'none' })}.${changed}.` : `${header}.${changed}.${signature}`;
}

/** From handle to event id, and the two ways bytes are written. Uses WebCrypto, which page and Node share. */

// Browsers and Node both have these; the contract has neither's types.
declare function btoa(data: string): string;
declare function atob(data: string): string;

/** The part of WebCrypto used here. */
export interface Digester {
  digest(algorithm: 'SHA-256', data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
}

/** The event id of a handle: the first 16 bytes of SHA-256, lower-case hex (design 2). */
export async function toEventId(handle: Uint8Array<ArrayBuffer>, subtle: Digester): Promise<string> {
  return toHex(new Uint8Array(await subtle.digest('SHA-256', handle), 0, 16));
}

/** Lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Base64url without padding (RFC 4648, section 5). */
export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (sign) => ({ '+': '-', '/': '_' })[sign] ?? '');
}

/** The bytes of base64url text, or undefined if it is not that. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]*$/.test(text)) return undefined;
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));
  } catch {
    // A length that no bytes can have.
    return undefined;
  }
}

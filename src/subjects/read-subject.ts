/** From a subject token to whose state this is. The page's own server signed it; only the collector can check that. */

import { fromBase64Url, toHex } from '../../contract/handle.ts';
import type { Device } from '../device.ts';

/** A signed-in person, as far as the page must know. */
export interface Subject {
  /** What the person's databases are named by: a digest of organisation and name. */
  readonly person: string;
  /** The organisation has switched collection off. */
  readonly isOff: boolean;
  readonly token: string;
}

/** The subject, or undefined for what is no token. */
export async function readSubject(token: string, { subtle }: Pick<Device, 'subtle'>): Promise<Subject | undefined> {
  try {
    const bytes = fromBase64Url(token.split('.')[1] ?? '');
    const { sub, org = '', ceiling } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>; // Each claim is looked at.
    if (typeof sub !== 'string' || sub === '' || typeof org !== 'string') return undefined;
    const digest = await subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify([org, sub])));
    // Whatever else stands there is a doubt, and a ceiling only subtracts.
    return { person: toHex(new Uint8Array(digest, 0, 16)), isOff: ceiling !== undefined && ceiling !== null, token };
  } catch {
    // Not JSON, or not even base64url.
    return undefined;
  }
}

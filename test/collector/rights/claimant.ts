/** Somebody who sent events and kept their handles, worked out apart from the product's own code. */

import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import type { Certificate, HeldGroup } from '../../../contract/rights.ts';
import type { SiteTexts } from '../../../contract/texts.ts';
import type { WireEvent } from '../../../contract/wire.ts';
import { type OpenCollector, pageView } from '../receive/open-collector.ts';

/** An event with the handle that proves it. */
export interface OwnEvent {
  readonly handle: string;
  readonly event: WireEvent;
}

/** An event of somebody's own. */
export function ownEvent(changes: Partial<WireEvent> = {}): OwnEvent {
  const handle = randomBytes(16);
  const id = createHash('sha256').update(handle).digest('hex').slice(0, 32);
  return { handle: handle.toString('base64url'), event: pageView({ ...changes, id }) };
}

/** What names them all: one group for each day and metric. */
export function toHeld(own: readonly OwnEvent[]): HeldGroup[] {
  const groups = new Map<string, { day: string; metric: string; handles: string[] }>();
  for (const { handle, event } of own) {
    const { day, metric } = event;
    const group = groups.get(`${day} ${metric}`) ?? { day, metric, handles: [] };
    group.handles.push(handle);
    groups.set(`${day} ${metric}`, group);
  }
  return [...groups.values()];
}

/** A random handle that nobody sent anything under. */
export const strayHandle = (): string => randomBytes(16).toString('base64url');

/** The payload of a JWS whose signature one of the site's published keys made; throws where none did. */
export async function readSigned(open: OpenCollector, jws: string): Promise<unknown> {
  const [header = '', payload = '', signature = ''] = jws.split('.');
  // keys.json is ours to read as it comes.
  const { keys } = (await (await open.get('keys.json')).json()) as { keys: { kid: string; x: string }[] };
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
  const key = keys.find((one) => one.kid === kid);
  const isGood =
    key !== undefined &&
    verify(
      null,
      Buffer.from(`${header}.${payload}`),
      createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.x }, format: 'jwk' }),
      Buffer.from(signature, 'base64url'),
    );
  if (!isGood) throw new Error('no key of the site signed this');
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
}

/** Asks for one whole erasure (or withdrawal) in one part, and returns its certificate. */
export async function erase(
  open: OpenCollector,
  held: readonly HeldGroup[],
  { kind = 'erase', ...body }: { kind?: 'erase' | 'withdraw'; receiptSecret?: string } = {},
): Promise<Certificate> {
  const response = await open.post(kind, { held, part: 1, last: true, ...body });
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  const { certificate } = (await response.json()) as { certificate: string };
  return (await readSigned(open, certificate)) as Certificate;
}

/** What was found and what remains, of the events. */
export function ofEvents(certificate: Certificate) {
  return certificate.stores.find(({ store }) => store === 'events');
}

/** A yes as the page would post it, and the secret that proves it. */
export async function consentOf(open: OpenCollector) {
  const texts = (await (await open.get('texts/en.json')).json()) as SiteTexts;
  const secret = randomBytes(32);
  const body = {
    version: 1,
    purposes: ['improve'],
    scope: 2,
    notice: texts.notice,
    language: 'en',
    method: 'banner',
    includesEarlier: false,
    receiptKey: createHash('sha256').update(secret).digest('base64url'),
  };
  return { body, receiptSecret: secret.toString('base64url') };
}

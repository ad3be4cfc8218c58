/** What this browser and the collector have of the visitor: as one document, and as the key file. Changes nothing. */

import { toBase64Url } from '../../contract/handle.ts';
import { MAX_PART_HANDLES } from '../../contract/limits.ts';
import type { AccessAnswer, AccessRequest, KeyFile } from '../../contract/rights.ts';
import type { AccessDocument } from '../api.ts';
import type { Core } from '../core.ts';
import { isDenial } from '../decision/decision.ts';
import { FIRST_PARTY, post } from '../send/post.ts';
import { toJson } from '../to-json.ts';
import { toSigned } from './certificate.ts';
import {
  countHandles,
  type Holdings,
  type Kept,
  type OutboxEntry,
  readHoldings,
  toBodies,
  toGroups,
} from './holdings.ts';
import { isWithdrawable, toWithdrawal } from './set-aside.ts';

/** Longest wait for an answer to one part. Our choice, as for events. */
const ANSWER_TIMEOUT_MS = 10_000;

/** Reads, on this device and at the collector. */
export interface OwnCopy {
  /** What this device keeps, without asking anybody. */
  readHere(): Promise<AccessDocument['device']>;
  access(): Promise<AccessDocument>;
  exportKey(): Promise<KeyFile>;
  /** Public keys of the site. Rejects where they cannot be read. */
  keys(): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** Reads nothing before it is asked. */
export function createOwnCopy({ device, keeper, rights, status, buffered }: Core): OwnCopy {
  const { baseUrl, page } = device;
  const site = baseUrl.slice(0, -1);

  const readDevice = async (holdings: Holdings): Promise<AccessDocument['device']> => {
    const { held, consents, certificates, entries } = holdings;
    const requested: Kept<OutboxEntry>[] = [...entries];
    if (isDenial((await keeper.refresh()).stored) && isWithdrawable(holdings))
      requested.push({ key: '', value: toWithdrawal(holdings) });
    return {
      status: await status(),
      waiting: await buffered(),
      held: toGroups(held),
      receipts: consents.flatMap(({ value }) => toSigned(value.receipt)),
      certificates: certificates.flatMap(({ value }) => toSigned(value)),
      requested: requested.map(({ value }) => ({ kind: value.kind, handles: countHandles(value.held) })),
    };
  };

  const askPart = async (body: AccessRequest): Promise<Partial<AccessAnswer> | undefined> => {
    const aborting = new AbortController();
    const timer = page.setTimeout(() => aborting.abort(), ANSWER_TIMEOUT_MS);
    const answer = await post(device, `${baseUrl}access`, { body: toJson(body), signal: aborting.signal });
    page.clearTimeout(timer);
    return answer.body;
  };

  const readCollector = async ({ held, consents, entries }: Holdings): Promise<AccessDocument['collector']> => {
    // After a no nothing leaves but the withdrawal (P2), and that takes back what could be asked for.
    if (isDenial((await keeper.refresh()).stored))
      return { answered: false, why: held[0] || consents[0] || entries[0] ? 'withdrawn' : 'nothing-held' };
    // What waits to be erased may still be there.
    const named = [...toGroups(held), ...entries.flatMap(({ value }) => value.held)];
    const secrets = consents.map(({ value }) => toBase64Url(value.secret));
    if (!named[0] && !secrets[0]) return { answered: false, why: 'nothing-held' };
    const said = { events: [] as AccessAnswer['events'][number][], receipts: [] as AccessAnswer['receipts'][number][] };
    let meaning: AccessAnswer['meaning'] = {};
    for (const request of toBodies({ held: named, secrets }, MAX_PART_HANDLES)) {
      const part = await askPart(request);
      // Half an answer could be taken for a whole one.
      if (!part) return { answered: false, why: 'not-reached' };
      said.events.push(...(part.events ?? []));
      said.receipts.push(...(part.receipts ?? []));
      meaning = { ...meaning, ...part.meaning };
    }
    return { answered: true, ...said, meaning };
  };

  const keys: OwnCopy['keys'] = async () => {
    const answer = await device.fetch(`${baseUrl}keys.json`, FIRST_PARTY);
    // The collector's own file: a JWK set.
    return ((await answer.json()) as { keys: Readonly<Record<string, unknown>>[] }).keys;
  };

  return {
    keys,
    readHere: async () => readDevice(await readHoldings(rights.existing)),
    async access() {
      const holdings = await readHoldings(rights.existing);
      const collector = await readCollector(holdings);
      return { kind: 'askfirst-access', version: 1, site, device: await readDevice(holdings), collector };
    },
    async exportKey() {
      const { held, consents } = await readHoldings(rights.existing);
      const grants = consents.map(({ value: { receipt, secret } }) => ({
        ...(receipt && { receipt }),
        receiptSecret: toBase64Url(secret),
      }));
      // With them the receipts inside can be checked without network; without them they still prove the same.
      const known = grants[0] ? await keys().catch(() => undefined) : undefined;
      return { kind: 'askfirst-key', version: 1, site, ...(known && { keys: known }), grants, held: toGroups(held) };
    },
  };
}

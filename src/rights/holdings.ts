/** Reads the rights database: what is held, which proofs there are, what waits to be sent. Knows no network and changes nothing. */

import { promisifyRequest, type UseStore } from 'idb-keyval';
import { isDay } from '../../contract/day.ts';
import { toBase64Url } from '../../contract/handle.ts';
import { HANDLE_BYTES, RESERVE_HANDLES } from '../../contract/limits.ts';
import type { HeldGroup } from '../../contract/rights.ts';
import { type ConsentRecord, OUTBOX_KEY } from '../send/rights-store.ts';

/** A request that waits, in a record of its own: what it names is no longer among what is held. */
export interface OutboxEntry {
  readonly kind: 'withdraw' | 'erase';
  /** Receipt secrets, base64url: the records of these grants go too. */
  readonly secrets: readonly string[];
  readonly held: readonly HeldGroup[];
}

/** One handle that was attempted. Without day and metric it is a reserve handle, or damaged. */
export interface HeldHandle {
  readonly key: IDBValidKey;
  readonly day?: string;
  readonly metric?: string;
  /** Base64url. */
  readonly handle: string;
}

/** A record with its key. */
export interface Kept<Value> {
  readonly key: IDBValidKey;
  readonly value: Value;
}

/** What the rights database holds, by kind. */
export interface Holdings {
  readonly held: readonly HeldHandle[];
  readonly consents: readonly Kept<ConsentRecord>[];
  readonly entries: readonly Kept<OutboxEntry>[];
  /** Keys of entries that nobody of us wrote like that. */
  readonly damaged: readonly IDBValidKey[];
  /** Certificates of erasures under a grant that stood, JWS each. */
  readonly certificates: readonly Kept<string>[];
  /** A no once followed a yes here. */
  readonly hasNote: boolean;
}

/** Key of an entry. The id only tells two of them apart. */
export const entryKey = (id: string): IDBValidKey => [OUTBOX_KEY, id];

/** What the collector takes for a metric's name: one that it does not would spoil the whole request. */
const METRIC = /^[a-z][a-z0-9]*(\.[a-z][a-z0-9]*)+$/;
const MAX_METRIC_LENGTH = 200;

const CERTIFICATE = 'certificate';

/** Key of a certificate; the id is that of the entry it answers. */
export const certificateKey = (id: string): IDBValidKey => [CERTIFICATE, id];

/** Everything, as one transaction saw it. */
export async function readHoldings(use: UseStore): Promise<Holdings> {
  const records = await use('readonly', readRecords);
  // Where there is no database there is no answer.
  return sort((records as typeof records | undefined) ?? []);
}

/** Everything, within a transaction that goes on. */
export async function readHoldingsIn(store: IDBObjectStore): Promise<Holdings> {
  return sort(await readRecords(store));
}

async function readRecords(store: IDBObjectStore): Promise<Kept<unknown>[]> {
  const [keys, values] = await Promise.all([promisifyRequest(store.getAllKeys()), promisifyRequest(store.getAll())]);
  return keys.map((key, at) => ({ key, value: values[at] }));
}

function sort(records: readonly Kept<unknown>[]): Holdings {
  const kindOf = ({ key }: Kept<unknown>) => (Array.isArray(key) ? key[0] : undefined);
  const ofKind = (kind: string) => records.filter((record) => kindOf(record) === kind);
  const isWhole = ({ value }: Kept<unknown>) => isEntry(value);
  const entries = ofKind(OUTBOX_KEY);
  return {
    held: ofKind('held').flatMap(toHeldHandle),
    // The secret is all that must be there; the rest is looked at where it is used.
    consents: ofKind('consent').filter(
      ({ value }) => (value as Partial<ConsentRecord> | undefined)?.secret instanceof Uint8Array,
    ) as Kept<ConsentRecord>[],
    // As has just been seen.
    entries: entries.filter(isWhole) as Kept<OutboxEntry>[],
    damaged: entries.filter((entry) => !isWhole(entry)).map(({ key }) => key),
    certificates: ofKind(CERTIFICATE).filter(({ value }) => typeof value === 'string') as Kept<string>[],
    hasNote: records.some(({ key }) => key === OUTBOX_KEY),
  };
}

function isEntry(value: unknown): boolean {
  // Read as the shape it should have; every field is looked at.
  const { kind, secrets, held } = (value ?? {}) as Partial<OutboxEntry>;
  return (
    /^(withdraw|erase)$/.test(String(kind)) &&
    Array.isArray(secrets) &&
    Array.isArray(held) &&
    held.every((group) => Array.isArray(group?.handles))
  );
}

/** A key that is damaged names nothing; one whose day or metric is damaged still names its handle. */
function toHeldHandle({ key }: Kept<unknown>): readonly HeldHandle[] {
  // A list, as its kind was read from it.
  const parts = key as IDBValidKey[];
  const binary = parts.find((part) => part instanceof ArrayBuffer || ArrayBuffer.isView(part));
  // A view or a buffer: both make a copy.
  const bytes = new Uint8Array((binary ?? []) as ArrayBuffer);
  if (bytes.length !== HANDLE_BYTES) return [];
  const [, day, metric] = parts;
  const handle = toBase64Url(bytes);
  return isDay(day) && typeof metric === 'string' && metric.length <= MAX_METRIC_LENGTH && METRIC.test(metric)
    ? [{ key, day, metric, handle }]
    : [{ key, handle }];
}

/** Handles by day and metric, as they travel; each once, and those whose day is known first. */
export function toGroups(held: readonly HeldHandle[]): HeldGroup[] {
  const groups = new Map<string, HeldGroup & { readonly handles: string[] }>();
  const named = new Set<string>();
  for (const { day, metric, handle } of [...held].sort((a, b) => Number(!a.day) - Number(!b.day))) {
    if (named.has(handle)) continue;
    named.add(handle);
    const name = `${day} ${metric}`;
    let group = groups.get(name);
    if (!group) {
      group = day && metric ? { day, metric, handles: [] } : { handles: [] };
      groups.set(name, group);
    }
    group.handles.push(handle);
  }
  return [...groups.values()];
}

/** How many handles are named. */
export const countHandles = (groups: readonly HeldGroup[]): number =>
  groups.reduce((sum, { handles }) => sum + handles.length, 0);

/**
 * What parts of at most so many handles name, and of these at most so many of unknown day as a part may name; each with
 * the secret of another grant, if there are several. At least one part.
 */
export function toBodies(
  { held, secrets }: Pick<OutboxEntry, 'held' | 'secrets'>,
  maxHandles: number,
): { readonly receiptSecret?: string; readonly held: HeldGroup[] }[] {
  const parts: HeldGroup[][] = [[]];
  let left = maxHandles;
  let undated = RESERVE_HANDLES;
  for (const { handles, ...of } of held)
    for (let at = 0; at < handles.length; ) {
      const taken = handles.slice(at, at + (of.day ? left : Math.min(left, undated)));
      if (taken[0]) parts.at(-1)?.push({ ...of, handles: taken });
      at += taken.length;
      left -= taken.length;
      if (!of.day) undated -= taken.length;
      if (at === handles.length) break;
      parts.push([]);
      left = maxHandles;
      undated = RESERVE_HANDLES;
    }
  return Array.from({ length: Math.max(parts.length, secrets.length) }, (_, at) => {
    const receiptSecret = secrets[at];
    return { ...(receiptSecret && { receiptSecret }), held: parts[at] ?? [] };
  });
}

/**
 * Makes a request of what is held, in one durable step: what it names is no longer held, so that an old withdrawal neither
 * names what a new grant sends nor is forgotten over it.
 */

import { toBase64Url } from '../../contract/handle.ts';
import { type Database, endOf } from '../buffer/database.ts';
import { OUTBOX_KEY } from '../send/rights-store.ts';
import { entryKey, type HeldHandle, type Holdings, type OutboxEntry, readHoldingsIn, toGroups } from './holdings.ts';

/** Was something sent that a no takes back? A proof with neither receipt nor note was never posted: its yes was not stored. */
export const isWithdrawable = ({ held, hasNote, consents }: Holdings): boolean =>
  !!held[0] || consents.some(({ value }) => hasNote || value.receipt);

/** What a withdrawal of everything held names. */
export const toWithdrawal = ({ held, consents }: Holdings): OutboxEntry => ({
  kind: 'withdraw',
  secrets: consents.map(({ value }) => toBase64Url(value.secret)),
  held: toGroups(held),
});

/**
 * Only while alone. Resolves, when the disk has it, with the number of handles and grants named; nothing is written if
 * that is none. Rejects, with nothing changed, where it cannot be written. `isNamed` picks what an erasure names.
 */
export function setAside(
  { strict }: Database,
  kind: OutboxEntry['kind'],
  { id, isNamed = () => true }: { readonly id: string; readonly isNamed?: (held: HeldHandle) => boolean },
): Promise<number> {
  return strict('readwrite', async (store) => {
    const ended = endOf(store);
    const holdings = await readHoldingsIn(store);
    const held = holdings.held.filter(isNamed);
    let entry: OutboxEntry = { kind, secrets: [], held: toGroups(held) };
    let gone = held.map(({ key }) => key);
    if (kind === 'withdraw') {
      entry = toWithdrawal(holdings);
      gone = [...gone, ...holdings.consents.map(({ key }) => key), OUTBOX_KEY];
    }
    const isEmpty = kind === 'withdraw' ? !isWithdrawable(holdings) : !held[0];
    if (!isEmpty) store.put(entry, entryKey(id));
    for (const key of gone) store.delete(key);
    await ended;
    return isEmpty ? 0 : entry.secrets.length + held.length;
  });
}

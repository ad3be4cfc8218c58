/** Carries out what the visitor chose: under the decision lock, on disk before it counts, destroyed before it is announced. */

import { toBase64Url, toHex } from '../../contract/handle.ts';
import { HANDLE_BYTES, RECEIPT_SECRET_BYTES } from '../../contract/limits.ts';
import type { SiteConfiguration } from '../../contract/site.ts';
import type { ConsentMethod, ConsentRequest } from '../../contract/wire.ts';
import type { Decided } from '../api.ts';
import type { Buffer } from '../buffer/buffer.ts';
import type { Neighbours } from '../neighbours.ts';
import type { RightsStore } from '../send/rights-store.ts';
import type { Grant, Standing, StoredDecision } from './decision.ts';
import type { DecisionStore } from './decision-store.ts';

/** What a yes needs besides the purposes. */
export interface GrantDetails {
  readonly purposes: readonly string[];
  readonly method: ConsentMethod;
  /** Of the words shown. */
  readonly notice: string;
  readonly language: string;
  /** A signal was on, and shown, where this yes was given. */
  readonly despiteSignal: boolean;
  /** What stood when the visitor chose. */
  readonly seen: Standing;
}

/** Both ways to decide. */
export interface DecisionChange {
  grant(details: GrantDetails): Promise<Decided>;
  deny(): Promise<Decided>;
  /** Destroys what a no that was made elsewhere, or is signalled, leaves behind. */
  cleanUp(): Promise<void>;
}

export function createDecisionChange(parts: {
  readonly neighbours: Neighbours;
  readonly site: SiteConfiguration;
  readonly today: () => string;
  /** Runs work alone, with no recorder or sender between its steps. */
  readonly alone: <Result>(patienceMs: number, work: () => Promise<Result>) => Promise<Result>;
  readonly store: DecisionStore;
  readonly rights: RightsStore;
  readonly buffer: Buffer;
  /** Reads the decision anew. */
  readonly refresh: () => Promise<Standing>;
  /** Deletes the databases that hold more than the decision; handles and secrets only if they are not needed for a withdrawal. */
  readonly destroy: (keep: { readonly rights: boolean }) => Promise<void>;
}): DecisionChange {
  const { neighbours, site, today, alone, store, rights, buffer, refresh, destroy } = parts;
  const { random, subtle } = neighbours;

  /** Something may have been sent, so that handles are needed to erase it. */
  const followsYes = async (stored: StoredDecision) =>
    stored === 'unreadable' || stored?.decision === 'granted' || rights.hasOutbox();

  async function writeGrant({
    purposes,
    method,
    notice,
    language,
    despiteSignal,
    seen,
  }: GrantDetails): Promise<Decided> {
    const before = await refresh();
    // A no made elsewhere after this yes was clicked, by a tab that was frozen since, is the newer decision.
    if (before.decision === 'denied' && seen.decision !== 'denied') return { refused: 'decided-elsewhere' };
    const { scope } = site.registry;
    const grant: Grant = {
      version: 1,
      decision: 'granted',
      day: today(),
      purposes,
      scope,
      epoch: toHex(random(HANDLE_BYTES)),
      endsWaiting: before.decision === 'undecided',
      despiteSignal,
    };
    const secret = random(RECEIPT_SECRET_BYTES);
    const request: ConsentRequest = {
      version: 1,
      purposes,
      scope,
      notice,
      language,
      method,
      includesEarlier: grant.endsWaiting && (await buffer.entries()).length > 0,
      receiptKey: toBase64Url(new Uint8Array(await subtle.digest('SHA-256', secret))),
    };
    // The proof first: a decision without it could never be shown, a proof without a decision is nothing.
    await rights.writeConsent({ epoch: grant.epoch, secret, request });
    return (await store.write(grant)) ? { decision: 'granted' } : { refused: 'could-not-be-stored' };
  }

  return {
    grant: (details) =>
      alone(10_000, () => writeGrant(details)).catch(
        // Storage failed on the way: there is no grant (T-62).
        (): Decided => ({ refused: 'could-not-be-stored' }),
      ),

    deny: () =>
      // A frozen tab must not hold up a no.
      alone(1_000, async (): Promise<Decided> => {
        const keepRights = await followsYes(await store.read()).catch(() => true);
        // Handles are needed to erase what was sent; if this note cannot be kept the no stands all the same.
        if (keepRights) await rights.writeOutbox().catch(() => undefined);
        const isStored = await store.write({ version: 1, decision: 'denied', day: today() });
        await destroy({ rights: keepRights });
        return isStored ? { decision: 'denied' } : { refused: 'could-not-be-stored' };
      }),

    cleanUp: () =>
      alone(1_000, async () => {
        const { destroy: isNo, stored } = await refresh();
        if (!isNo) return;
        const isGrant = stored !== 'unreadable' && stored?.decision === 'granted';
        await destroy({ rights: isGrant || (await rights.hasOutbox().catch(() => true)) });
      }),
  };
}

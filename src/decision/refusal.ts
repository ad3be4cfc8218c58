/** Carries out what the visitor chose: alone, on disk before it counts, destroyed before it is announced. */

import type { Decided } from '../api.ts';
import type { Buffer } from '../buffer/buffer.ts';
import { type Database, read, update } from '../buffer/database.ts';
import type { Device } from '../device.ts';
import { OUTBOX_KEY } from '../send/rights-store.ts';
import { isGrant, type StoredDecision } from './decision.ts';
import type { Keeper } from './keeper.ts';

/** A frozen tab must not hold up a no for longer. Our choice. */
const PATIENCE_MS = 1_000;

/** A no and what follows from it. */
export interface Refusal {
  /** Stores a no and destroys what it makes nobody's business. */
  deny(): Promise<Decided>;
  /** Destroys what a no that was made elsewhere, or is signalled, leaves behind. */
  cleanUp(): Promise<void>;
}

/** What a no destroys. */
export interface RefusalParts {
  readonly keeper: Keeper;
  readonly buffer: Buffer;
  /** Where events wait and what was seen: nothing of it outlives a no. */
  readonly databases: readonly Database[];
  /** Outlives a no only until what was sent is erased. */
  readonly rights: Database;
}

/** Something may have been sent, so handles and secret are needed to erase it. */
const mayHaveSent = (stored: StoredDecision) => stored === 'unreadable' || isGrant(stored);

/** Does nothing before it is told to. */
export function createRefusal({ today }: Device, parts: RefusalParts): Refusal {
  const { keeper, buffer, databases, rights } = parts;

  const destroy = async (keepRights: boolean) => {
    buffer.clear();
    // If it cannot be told whether a withdrawal waits, one may.
    const keep = keepRights || (await read(rights.existing, OUTBOX_KEY).catch(() => true));
    await Promise.all((keep ? databases : [...databases, rights]).map((database) => database.destroy()));
  };

  return {
    deny: () =>
      keeper.alone(PATIENCE_MS, async (): Promise<Decided> => {
        const { stored } = await keeper.refresh();
        // If this note cannot be kept the no stands all the same.
        if (mayHaveSent(stored))
          await update(rights.strict, OUTBOX_KEY, () => ({ kind: 'withdraw' })).catch(() => undefined);
        const isStored = await keeper.write({ version: 1, decision: 'denied', day: today() });
        await destroy(mayHaveSent(stored));
        return isStored ? { decision: 'denied' } : { refused: 'could-not-be-stored' };
      }),

    cleanUp: () =>
      keeper.alone(PATIENCE_MS, async () => {
        const { decision, stored } = await keeper.refresh();
        // What cannot be read may be a yes.
        if (decision === 'denied' && stored !== 'unreadable') await destroy(mayHaveSent(stored));
      }),
  };
}

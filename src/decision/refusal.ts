/** Carries out a no: on disk before it counts, destroyed before it is announced. */

import { promisifyRequest } from 'idb-keyval';
import type { Buffer } from '../buffer/buffer.ts';
import { type Database, update } from '../buffer/database.ts';
import type { Device } from '../device.ts';
import { OUTBOX_KEY } from '../send/rights-store.ts';
import { isGrant } from './decision.ts';
import type { Keeper } from './keeper.ts';

/** With the lease of whoever is robbed, a frozen tab holds up a no for a second. Our choice. */
const PATIENCE_MS = 100;

/** On a device where even this is not enough, a no is stored whoever else believes to hold the lock. */
const MAX_TRIES = 3;

/** What a no destroys. */
export interface RefusalParts {
  readonly keeper: Keeper;
  readonly buffer: Buffer;
  /** Where events wait and what was seen: nothing of it outlives a no. */
  readonly databases: readonly Database[];
  /** Outlives a no only until what was sent is erased. */
  readonly rights: Database;
}

/** Is there something to withdraw? Handles say so too: the note may have been refused by the disk. In doubt there is. */
const hasSent = (rights: Database) =>
  rights
    .existing('readonly', (store) => promisifyRequest(store.getAllKeys()))
    .then(
      (keys: readonly IDBValidKey[] | undefined) => !!keys?.some((key) => /^(outbox|held)/.test(String(key))),
      () => true,
    );

/**
 * Stores a new no, or (`isNew` false) destroys what one made elsewhere, or signalled, leaves behind. True if a no stands.
 */
export async function refuse(
  { today }: Device,
  { keeper, buffer, databases, rights }: RefusalParts,
  isNew: boolean,
): Promise<boolean> {
  let isNo: boolean | undefined;
  for (let tries = 1; isNo === undefined; tries++)
    isNo = await keeper.alone(PATIENCE_MS, async (holds) => {
      const { decision, stored } = await keeper.refresh();
      // Something may have been sent, so handles and secret are needed to erase it; what cannot be read may be a yes.
      const followsYes = stored === 'unreadable' || isGrant(stored);
      // If this note cannot be kept the no stands all the same.
      if (isNew && followsYes)
        await update(rights.strict, OUTBOX_KEY, () => ({ kind: 'withdraw' })).catch(() => undefined);
      if (!holds() && tries < MAX_TRIES) return undefined;
      const isStored = isNew
        ? await keeper.write({ version: 1, decision: 'denied', day: today() })
        : decision === 'denied' && stored !== 'unreadable';
      if (isNew || isStored) {
        buffer.clear();
        const keepRights = followsYes || (await hasSent(rights));
        await Promise.all((keepRights ? databases : [...databases, rights]).map((database) => database.destroy()));
      }
      return isStored;
    });
  return isNo;
}

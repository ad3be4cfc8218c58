/**
 * Clicks that may leave the page. Between press and click everything is made ready that takes time, so that the click itself
 * waits for nothing: its event is put, and after a yes posted, in the very task of the click (docs/decisions/held-before-the-click.md).
 */

import type { WaitingRow } from '../buffer/buffer.ts';
import { read, update, write } from '../buffer/database.ts';
import type { Core, Leaving } from '../core.ts';
import { LEASE_MS } from '../decision/keeper.ts';
import { SEEN_KEY, type Seen, takeBack } from '../send/prepare.ts';
import { heldKey } from '../send/rights-store.ts';
import type { OwnBatch } from '../send/sender.ts';
import { toJson } from '../to-json.ts';

/** Who presses waits behind a batch under way rather than take it for frozen. Our choice: longer than the lock is held. */
const ARM_PATIENCE_MS = 60_000;

/** What waits for its click. */
interface Pressed {
  readonly text: string;
  readonly end: () => void;
  /** Begins the request, if that may still be relied on; the row as it was sent. */
  post?: () => WaitingRow | undefined;
  /** Begins to keep it. False if that may not be relied on any more. */
  keep?: () => boolean;
}

/** One press at a time. Asks for no lock before it is told of one. */
export function createLeaving({ device, keeper, buffer, drops, inTurn, rights, seen, toRow }: Core): Leaving {
  const { site, page } = device;
  let pressed: Pressed | undefined;

  const press: Leaving['press'] = (...declared) => {
    // What is joined with others gets its number when it is recorded.
    if (site.registry.metrics[declared[0]]?.linkage === 'session') return;
    const row = toRow(...declared);
    // Judged again, and counted, when it is clicked.
    if ('dropped' in row) return;
    pressed?.end();
    const ending = new AbortController();
    const over = new Promise((resolve) => ending.signal.addEventListener('abort', resolve));
    const mine: Pressed = { text: toJson(declared), end: () => ending.abort() };
    pressed = mine;
    page.setTimeout(mine.end, LEASE_MS);
    const isOver = () => ending.signal.aborted;

    const kept = keeper.guarded(async ({ effective, grant }, holds) => {
      const mayKeep = grant ? row[1].epoch === grant.epoch : effective !== 'off' && site.buffer === 'indexeddb';
      if (!mayKeep || buffer.hasFailed()) return;
      // The connection is open after this.
      await buffer.read();
      mine.keep = () => {
        if (isOver() || !holds()) return false;
        const [key, event] = mine.post?.() ?? row;
        // Where storage will not have it, the buffer knows what to do.
        buffer.putNow([key, event]).catch(() => buffer.add(key, event));
        return true;
      };
      await over;
    });
    const nothing = async () => undefined;
    // It lies in no buffer, and what is withheld has not happened.
    const parts = {
      buffer: { ...buffer, read: async () => [row], fix: nothing, remove: nothing },
      drops: { ...drops, count: nothing },
    };
    const work: OwnBatch['work'] = async (take, begin) => {
      const before = await read<Seen>(seen.existing, SEEN_KEY);
      const [ready] = isOver() ? [] : await take();
      if (!ready) return undefined;
      let attempt: ReturnType<typeof begin>;
      mine.post = () => {
        attempt = begin([ready]);
        return attempt && ready;
      };
      await over;
      if (!attempt) {
        // It was not clicked, as this very page knows: nothing was attempted, nothing seen.
        await update<Seen | undefined>(seen.existing, SEEN_KEY, (now) => now && takeBack(now, before));
        await write(rights.existing, (store) => store.delete(heldKey(ready[1])));
      }
      return attempt;
    };
    // What could not be made ready goes the ordinary way.
    for (const making of [kept, inTurn(ARM_PATIENCE_MS, { parts, work })]) making.catch(() => undefined);
  };

  const click: Leaving['click'] = (...declared) => {
    const mine = pressed;
    pressed = undefined;
    const isKept = mine?.text === toJson(declared) && !!mine.keep?.();
    mine?.end();
    return isKept;
  };
  return { press, click };
}

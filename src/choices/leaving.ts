/**
 * Clicks that may leave the page. Between press and click everything is made ready that takes time, so that the click itself
 * waits for nothing: its event is put, and after a yes posted, in the very task of the click (docs/decisions/held-before-the-click.md).
 */

import { promisifyRequest } from 'idb-keyval';
import type { WaitingRow } from '../buffer/buffer.ts';
import { read, update } from '../buffer/database.ts';
import type { Core, Leaving } from '../core.ts';
import { LEASE_MS } from '../decision/keeper.ts';
import { SEEN_KEY, type Seen, takeBack } from '../send/prepare.ts';
import { heldKey } from '../send/rights-store.ts';

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
export function createLeaving({ device, keeper, buffer, sender, rights, seen }: Core): Leaving {
  const { site, page } = device;
  let pressed: Pressed | undefined;

  const press = (text: string, row: WaitingRow) => {
    pressed?.end();
    const ending = new AbortController();
    const over = new Promise((resolve) => ending.signal.addEventListener('abort', resolve));
    const mine: Pressed = { text, end: () => ending.abort() };
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
    const armed = sender.arm(row, async (take, start) => {
      const before = await read<Seen>(seen.existing, SEEN_KEY);
      const [ready] = isOver() ? [] : await take();
      if (!ready) return undefined;
      let attempt: ReturnType<typeof start>;
      mine.post = () => {
        attempt = start([ready]);
        return attempt && ready;
      };
      await over;
      if (!attempt) {
        // It was not clicked, as this very page knows: nothing was attempted, nothing seen.
        await update<Seen | undefined>(seen.existing, SEEN_KEY, (now) => now && takeBack(now, before));
        await rights.existing('readwrite', (store) => promisifyRequest(store.delete(heldKey(ready[1]))));
      }
      return attempt;
    });
    // What could not be made ready goes the ordinary way.
    for (const work of [kept, armed]) work.catch(() => undefined);
  };

  const click = (text: string) => {
    const mine = pressed;
    pressed = undefined;
    const isKept = mine?.text === text && !!mine.keep?.();
    mine?.end();
    return isKept;
  };
  return { press, click };
}

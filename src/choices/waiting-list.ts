/** What waits on this device, exactly as it would be sent, and the way to delete one of it. */

import type { WaitingEvent } from '../api.ts';
import type { Choices, Core } from '../core.ts';
import { prepare, readSeen, toWire } from '../send/prepare.ts';

/** Longest wait for a batch or a decision under way. Our choice: they take milliseconds. */
const PATIENCE_MS = 5_000;

/** `buffered` and `forget` of the public face. */
export function createWaitingList({
  device,
  keeper,
  buffer,
  seen,
  drops,
  clockOffsetMs,
}: Core): Pick<Choices, 'buffered' | 'forget'> {
  return {
    async buffered() {
      let table = await readSeen(device, seen);
      const list: WaitingEvent[] = [];
      for (const [[recordedAtMs, token], waiting] of await buffer.read()) {
        const rule = device.site.registry.metrics[waiting.metric];
        if (!rule) continue;
        const [after, event] = await prepare(device, {
          event: waiting,
          rule,
          seen: table,
          clockOffsetMs: clockOffsetMs(),
        });
        table = after;
        if (event) list.push({ token, recordedAtMs, event: await toWire(device, event) });
      }
      return list;
    },

    async forget(token) {
      // Alone, so that no batch is made of it meanwhile.
      const isGone = await keeper.alone(PATIENCE_MS, async (holds) => {
        const row = (await buffer.read()).find(([key]) => key[1] === token);
        // What has been attempted may have arrived: only erasing takes that back.
        if (!row?.[0][2] || !holds()) return false;
        return buffer.remove([row]).then(
          () => true,
          // It is still there, as the list will show.
          () => false,
        );
      });
      if (!isGone) return false;
      drops.count('forgotten');
      await buffer.commit();
      return true;
    },
  };
}

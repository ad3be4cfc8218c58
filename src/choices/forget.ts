/** Deletes one of the events that wait, at the visitor's wish. */

import type { Choices, Core } from '../core.ts';

/** Longest wait for a batch or a decision under way. Our choice: they take milliseconds. */
const PATIENCE_MS = 5_000;

/** `forget` of the public face: true once it is gone. */
export function createForget({ keeper, buffer, drops }: Core): Choices['forget'] {
  return async (token) => {
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
  };
}

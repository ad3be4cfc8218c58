import { expect, it } from 'vitest';
import type { Database } from '../../../src/buffer/database.ts';
import { createDropCounts } from '../../../src/buffer/drop-counts.ts';

it('P11 tells what was counted though it goes to the disk while the disk is being read', async () => {
  let answer: ((stored: unknown) => void) | undefined;
  // Only what drop counts use is played: one reading under way, and a writing that ends at once.
  const played = {
    existing: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
    writing: async () => undefined,
  };
  const drops = createDropCounts(played as unknown as Database);
  drops.count('ignored');
  const told = drops.read();
  await drops.save();
  answer?.({ ignored: 2 });
  expect(await told).toEqual({ ignored: 3 });
});

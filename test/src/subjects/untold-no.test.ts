import { expect, it } from 'vitest';
import type { Core } from '../../../src/core.ts';
import { createDevice } from '../../../src/device.ts';
import { createUntoldNo } from '../../../src/subjects/untold-no.ts';
import { PlayedDisk } from '../../model/played/databases.ts';
import { SITE } from '../../model/played/site.ts';
import { Turns } from '../../model/played/turns.ts';

it('P4 a no comes back to no device that forgets while it is being told', async () => {
  const turns = new Turns();
  const disk = new PlayedDisk(turns, () => undefined);
  const asked: string[] = [];
  const page = {
    performance: { now: () => turns.nowMs },
    setTimeout: (run: () => void, afterMs = 0) => turns.add(1, 'timer', run, afterMs),
    clearTimeout: (turn?: Parameters<Turns['drop']>[0]) => turn && turns.drop(turn),
    navigator: { vendor: '' },
  };
  const device = createDevice(
    {
      now: () => turns.nowMs,
      random: (bytes) => new Uint8Array(bytes),
      subtle: crypto.subtle,
      fetch: async (url) => {
        asked.push(String(url));
        return new Response(null, { status: 204, headers: { 'Askfirst-Collector': '1' } });
      },
      databases: () => disk.factoryFor(1),
      locks: undefined,
      // As much of a page as is touched.
      page: page as unknown as Window,
    },
    SITE,
    'https://shop.example/askfirst/',
  );
  /** Until the promise settles, whatever the disk has to do for it. */
  const done = async <Result>(promise: Promise<Result>): Promise<Result> => {
    let isDone = false;
    const settled = promise.finally(() => {
      isDone = true;
    });
    while (!isDone) {
      await new Promise((resolve) => setImmediate(resolve));
      disk.settle();
      const [turn] = turns.due(() => false);
      if (turn) await turns.take(turn);
      disk.settle();
    }
    return settled;
  };
  const untold = createUntoldNo(device);
  await done(untold.note(undefined));
  const decided: unknown[] = [];
  const core = {
    keeper: {
      // Another tab has made this browser forget meanwhile: first its note, then the decision.
      async refresh() {
        await untold.forgotten();
        return { stored: undefined, reason: 'undecided' };
      },
    },
    deny: async (choice: unknown) => decided.push(choice),
  };
  // Only what is used of the rooms.
  expect(await done(untold.tell(core as unknown as Core, 'token'))).toBe(undefined);
  expect(decided).toEqual([]);
  expect(asked).toEqual(['https://shop.example/askfirst/preference']);
});

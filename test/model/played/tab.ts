/** One page with the snippet's own modules in it, and a browser that is played. Mirrors how `src/askfirst.ts` puts them together. */

import { createHash } from 'node:crypto';
import { promisifyRequest } from 'idb-keyval';
import { HANDLE_BYTES } from '../../../contract/limits.ts';
import type { SiteConfiguration } from '../../../contract/site.ts';
import { admit } from '../../../src/admit.ts';
import type { Decided, Erased, Recorded, RightRefused } from '../../../src/api.ts';
import { createBuffer } from '../../../src/buffer/buffer.ts';
import { openDatabase } from '../../../src/buffer/database.ts';
import { createDropCounts } from '../../../src/buffer/drop-counts.ts';
import { createForget } from '../../../src/choices/forget.ts';
import { createGrant } from '../../../src/choices/grant.ts';
import type { Core } from '../../../src/core.ts';
import { isDenial } from '../../../src/decision/decision.ts';
import { createKeeper } from '../../../src/decision/keeper.ts';
import { refuse } from '../../../src/decision/refusal.ts';
import { createDevice } from '../../../src/device.ts';
import { createOutbox } from '../../../src/rights/outbox.ts';
import { createRequests } from '../../../src/rights/requests.ts';
import { previewWaiting } from '../../../src/send/preview.ts';
import { createSender } from '../../../src/send/sender.ts';
import { readStatus } from '../../../src/status.ts';
import type { PlayedDisk } from './databases.ts';
import type { PlayedLocks } from './locks.ts';
import type { PlayedNetwork } from './network.ts';
import type { Turns } from './turns.ts';

/** Where the site's files would lie. */
export const BASE_URL = 'https://shop.example/askfirst/';

/** The played browser's parts, shared by its tabs. */
export interface TabParts {
  readonly turns: Turns;
  readonly disk: PlayedDisk;
  readonly locks: PlayedLocks;
  readonly network: PlayedNetwork;
  readonly site: SiteConfiguration;
  readonly random: (bytes: number) => Uint8Array<ArrayBuffer>;
  readonly isOnline: () => boolean;
  /** What the device's clock says, right or wrong; `turns` alone tells how long something takes. */
  readonly now: () => number;
}

/** What a visitor, or the page's own script, does in a tab. */
export interface PlayedTab {
  /** Records `test.count` with this number, which stands for the occurrence. */
  track(number: number): Promise<Recorded>;
  grant(purposes: readonly string[]): Promise<Decided>;
  deny(): Promise<Decided>;
  flush(): Promise<void>;
  erase(): Promise<Erased | RightRefused>;
  /** Deletes the first event that waits; its number, if there was one. */
  forgetFirst(onAsked: (number: number) => void): Promise<number | undefined>;
  /** Another tab has said "read again". */
  hear(): Promise<unknown>;
}

/** Loads the page, whose `id` no other has. It reads the decision by itself, as the snippet does. */
export function openTab(id: number, parts: TabParts): PlayedTab {
  const { turns, disk, locks, network, site, random, isOnline, now } = parts;
  const page = {
    performance: { now: () => turns.nowMs },
    setTimeout: <Argument>(run: (argument?: Argument) => void, afterMs = 0, argument?: Argument) =>
      turns.add(id, 'timer', () => run(argument), afterMs),
    clearTimeout: (turn?: Parameters<Turns['drop']>[0]) => turn && turns.drop(turn),
    addEventListener: () => undefined,
    navigator: { userActivation: { isActive: true }, vendor: '' },
    document: { visibilityState: 'visible' },
  };
  const device = createDevice(
    {
      now,
      random,
      // Settled at once, so that a history does not depend on the threads that hash.
      subtle: { digest: async (_name, data) => toBuffer(createHash('sha256').update(data).digest()) },
      fetch: network.fetchFor(id, isOnline),
      databases: () => disk.factoryFor(id),
      locks: locks.managerFor(id),
      // As much of a page as these modules touch.
      page: page as unknown as Window,
    },
    site,
    BASE_URL,
  );
  const [decisionDatabase, bufferDatabase, rights, seen] = [
    openDatabase(device, 'decision'),
    openDatabase(device, 'buffer'),
    openDatabase(device, 'rights'),
    openDatabase(device, 'seen'),
  ];
  const drops = createDropCounts(bufferDatabase);
  const keeper = createKeeper(device, decisionDatabase, ({ decision }) => {
    if (decision === 'denied') void refuse(device, refusal, false);
  });
  const buffer = createBuffer(device, { keeper, database: bufferDatabase, drops, onAdded: () => undefined });
  const refusal = { keeper, buffer, databases: [bufferDatabase, seen], rights };
  const sender = createSender(device, {
    keeper,
    buffer,
    drops,
    rights,
    seen,
    isManual: false,
    // As `askfirst.ts` counts them; `IDBKeyRange` is not played.
    hasOutbox: (stored) =>
      rights.existing('readonly', async (store) =>
        (await promisifyRequest(store.getAllKeys())).some(
          (key) => isDenial(stored) || String(key).startsWith('outbox,'),
        ),
      ),
    sendOutbox: (ask, holds) => outbox.send(ask, holds),
  });
  const deny = async (): Promise<Decided> => {
    keeper.silence('denied');
    sender.abort();
    buffer.clear();
    const isStored = await refuse(device, refusal, true).catch(() => false);
    drops.clear();
    if (isStored) keeper.silence(undefined);
    await keeper.refresh();
    return isStored ? { decision: 'denied' } : { refused: 'could-not-be-stored' };
  };
  const core: Core = {
    device,
    keeper,
    buffer,
    drops,
    rights,
    seen,
    sender,
    language: 'en',
    clockOffsetMs: () => 0,
    on: () => () => undefined,
    status: () => readStatus(core),
    buffered: () => previewWaiting(core),
    deny,
    announce: keeper.refresh,
    onQuestion: () => undefined,
    others: [bufferDatabase, seen, decisionDatabase],
    flush: sender.flush,
    schedule: sender.schedule,
    choices: () => Promise.reject(new Error('Nothing here asks for it.')),
  };
  const outbox = createOutbox(core);
  const requests = createRequests(core, outbox);
  const carryOutGrant = createGrant(core);
  const forget = createForget(core);
  let sequence = 0;
  const ready = keeper.refresh();

  return {
    async track(items) {
      const recordedAtMs = device.now();
      const { decision, effective, grant } = keeper.current() ?? (await ready);
      if (decision === 'denied' || effective === 'off') return { dropped: 'denied' };
      const admitted = admit(
        {
          metric: 'test.count',
          properties: { items },
          handle: random(HANDLE_BYTES),
          recordedAtMs,
          ...(grant && { epoch: grant.epoch }),
        },
        site.registry,
        device.today(),
      );
      if ('dropped' in admitted) return admitted;
      sequence += 1;
      return buffer.add([recordedAtMs, `${id}-${sequence}-${random(8).join('-')}`, admitted.bytes], admitted.event);
    },
    grant: (purposes) => carryOutGrant({ purposes, method: 'banner', isTrusted: true, chosenUnder: keeper.current() }),
    deny,
    flush: () => sender.flush(),
    erase: () => requests.erase(),
    async forgetFirst(onAsked) {
      const [first] = await core.buffered();
      if (first === undefined) return undefined;
      const number = Number(first.event.properties['items']);
      onAsked(number);
      return (await forget(first.token)) ? number : undefined;
    },
    hear: () => keeper.refresh('read again'),
  };
}

function toBuffer(bytes: Buffer): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}

/** Browsers that are played, the snippet's own modules for signed-in people in them, and a real collector behind. */

import { createHash, webcrypto } from 'node:crypto';
import { promisifyRequest } from 'idb-keyval';
import { HANDLE_BYTES } from '../../../contract/limits.ts';
import { admit } from '../../../src/admit.ts';
import type { Askfirst, Decided } from '../../../src/api.ts';
import { createBuffer } from '../../../src/buffer/buffer.ts';
import { openDatabase } from '../../../src/buffer/database.ts';
import { createDropCounts } from '../../../src/buffer/drop-counts.ts';
import { createGrant } from '../../../src/choices/grant.ts';
import type { Core } from '../../../src/core.ts';
import { isDenial } from '../../../src/decision/decision.ts';
import { createKeeper } from '../../../src/decision/keeper.ts';
import { refuse } from '../../../src/decision/refusal.ts';
import { createDevice, type Device } from '../../../src/device.ts';
import { createInert } from '../../../src/install.ts';
import { createOutbox } from '../../../src/rights/outbox.ts';
import { previewWaiting } from '../../../src/send/preview.ts';
import { createSender } from '../../../src/send/sender.ts';
import { readStatus } from '../../../src/status.ts';
import { startForPeople } from '../../../src/subjects/people.ts';
import type { OpenApp } from '../../collector/subjects/open-app.ts';
import { PlayedDisk } from '../played/databases.ts';
import { PlayedLocks } from '../played/locks.ts';
import { SITE } from '../played/site.ts';
import { Turns } from '../played/turns.ts';

const BASE = 'http://shop.example/askfirst/';

/** One tab with the public face, as far as these tests use it. */
export type PlayedPage = Pick<Askfirst, 'identify' | 'decide' | 'flush' | 'track' | 'status'>;

/** A rule that is broken on purpose, so that the comparison is seen to notice. */
export interface Tamper {
  /** A no for all browsers never arrives, though it is answered. */
  readonly losesNo?: boolean;
  /** The state of a browser is one for all people. */
  readonly sharesState?: boolean;
}

/** Browsers of one world: one clock, one collector. */
export class PlayedPeople {
  readonly turns = new Turns();
  readonly app: OpenApp;
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #disks: PlayedDisk[] = [];
  #pages = 0;
  #lateMs = 0;
  /** At which of the next looks at how long something takes it is a second later: the machine was busy with something else. */
  slowLook = 0;

  readonly #tamper: Tamper;

  constructor(app: OpenApp, tamper: Tamper = {}) {
    this.app = app;
    this.#tamper = tamper;
    this.turns.nowMs = app.clock.nowMs;
  }

  /** A browser profile: its tabs share disk and locks. A token of null says that nobody is signed in, none says nothing yet. */
  openBrowser(): { readonly disk: PlayedDisk; readonly openTab: (token?: string | null) => PlayedPage } {
    const disk = new PlayedDisk(this.turns, () => undefined);
    const locks = new PlayedLocks(this.turns);
    this.#disks.push(disk);
    return { disk, openTab: (token) => this.#openTab(disk, locks, token) };
  }

  /** Lets everything happen that is due, until nothing is and no request is under way. */
  async settle(): Promise<void> {
    for (let rest = 0; rest < 3; ) {
      for (const disk of this.#disks) disk.settle();
      const [turn] = this.turns.due(() => false);
      if (turn) {
        await this.turns.take(turn);
        rest = 0;
      } else if (this.#underWay.size > 0) {
        await Promise.race(this.#underWay);
        rest = 0;
      } else {
        await new Promise((resolve) => setImmediate(resolve));
        rest += 1;
      }
    }
  }

  /** Moves the one clock, stopping at every timer on the way. */
  async moveBy(ms: number): Promise<void> {
    const endMs = this.turns.nowMs + ms;
    await this.settle();
    for (;;) {
      const nextMs = this.turns.nextAtMs();
      if (nextMs === undefined || nextMs > endMs) break;
      this.#setTime(nextMs);
      await this.settle();
    }
    this.#setTime(endMs);
    await this.settle();
  }

  /** The result of something that takes turns. */
  async done<Value>(promise: Promise<Value>): Promise<Value> {
    await this.#moveUntil(promise);
    return promise;
  }

  async #moveUntil(promise: Promise<unknown>): Promise<void> {
    let isOver = false;
    const end = () => {
      isOver = true;
    };
    promise.then(end, end);
    for (let tries = 0; !isOver && tries < 200; tries++) {
      await this.settle();
      const nextMs = this.turns.nextAtMs();
      if (!isOver && nextMs !== undefined) this.#setTime(nextMs);
    }
  }

  #setTime(ms: number): void {
    this.turns.nowMs = ms;
    this.app.clock.nowMs = ms;
  }

  #openTab(disk: PlayedDisk, locks: PlayedLocks, token: string | null | undefined): PlayedPage {
    const id = this.#pages++;
    const { turns } = this;
    const page = {
      performance: {
        now: () => {
          if (--this.slowLook === 0) this.#lateMs += 1_000;
          return turns.nowMs + this.#lateMs;
        },
      },
      setTimeout: (run: () => void, afterMs = 0) => turns.add(id, 'timer', run, afterMs),
      clearTimeout: (turn?: Parameters<Turns['drop']>[0]) => turn && turns.drop(turn),
      addEventListener: () => undefined,
      navigator: { userActivation: { isActive: true } },
      document: { visibilityState: 'visible', addEventListener: () => undefined },
    };
    const device = createDevice(
      {
        now: () => turns.nowMs,
        random: (bytes) => webcrypto.getRandomValues(new Uint8Array(bytes)),
        // Settled at once, so that a history does not depend on the threads that hash.
        subtle: { digest: async (_name, data) => toBuffer(createHash('sha256').update(data).digest()) },
        // As much of fetch as the snippet touches.
        fetch: ((url: string, init?: RequestInit) => this.#fetch(url, init)) as typeof fetch,
        databases: () => disk.factoryFor(id),
        locks: locks.managerFor(id),
        // As much of a page as these modules touch.
        page: page as unknown as Window,
      },
      {
        ...SITE,
        subjects: 'required',
        registry: { ...SITE.registry, scope: 2, purposes: ['improve', 'shop'], metrics: METRICS },
      },
      BASE,
    );
    if (this.#tamper.sharesState)
      // A name that says nothing of the person.
      return startForPeople({ ...device, nameOf: (prefix) => `askfirst-${prefix}|all` }, { start: putTogether, token });
    return startForPeople(device, { start: putTogether, token });
  }

  async #fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const { method = 'GET', headers, body } = init;
    if (this.#tamper.losesNo && method === 'PUT' && String(body).startsWith('{"yes":false'))
      return new Response(null, { status: 204, headers: { 'Askfirst-Collector': '1' } });
    const request = new Request(url, {
      method,
      headers: { ...(headers as Record<string, string>), 'Sec-Fetch-Site': 'same-origin' },
      ...(body ? { body } : {}),
    });
    const answering = this.app.collector.fetch(request);
    this.#underWay.add(answering);
    try {
      return await answering;
    } finally {
      this.#underWay.delete(answering);
    }
  }
}

/** The one metric these tests record; the collector of the fixture knows it too. */
const METRICS: Device['site']['registry']['metrics'] = {
  'page.view': {
    purpose: 'improve',
    category: 'interaction',
    linkage: 'none',
    distinct: 'path',
    properties: { path: { type: 'path' } },
    since: 1,
    expires: '2027-11-01',
  },
};

/** Mirrors how `src/askfirst.ts` puts the rooms together, without anything that is drawn. */
function putTogether(device: Device, onCore: (core: Core) => void): Askfirst {
  const [decisionDatabase, bufferDatabase, rights, seen] = [
    openDatabase(device, 'decision'),
    openDatabase(device, 'buffer'),
    openDatabase(device, 'rights'),
    openDatabase(device, 'seen'),
  ];
  const drops = createDropCounts(bufferDatabase);
  const keeper = createKeeper(device, decisionDatabase, ({ decision, grant }) => {
    if (decision === 'denied') void refuse(device, refusal, false);
    sender.schedule(grant ? 0 : undefined);
  });
  const onAdded = () => {
    if (keeper.current()?.grant) sender.schedule();
  };
  const buffer = createBuffer(device, { keeper, database: bufferDatabase, drops, onAdded });
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
  const deny: Core['deny'] = async (choice): Promise<Decided> => {
    keeper.silence('denied');
    sender.abort();
    if (choice !== 'deny-here') await device.onNo?.();
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
    status: () => readStatus(core),
    buffered: () => previewWaiting(core),
    language: 'en',
    clockOffsetMs: sender.clockOffsetMs,
    on: () => () => undefined,
    deny,
    announce: keeper.refresh,
    onQuestion: () => undefined,
    others: [decisionDatabase, bufferDatabase, seen],
    flush: sender.flush,
    schedule: sender.schedule,
    choices: () => Promise.reject(new Error('Nothing is drawn here.')),
  };
  const outbox = createOutbox(core);
  onCore(core);
  const grant = createGrant(core);
  const ready = keeper.refresh();
  let sequence = 0;
  const inert = createInert('not-identified');
  return Object.assign(inert, {
    async status() {
      const { decision, effective, reason } = await keeper.refresh();
      // What these tests ask of it.
      return { decision, effective, reason } as Awaited<ReturnType<Askfirst['status']>>;
    },
    async track(metric: string, properties: Readonly<Record<string, string>>) {
      const recordedAtMs = device.now();
      const standing = keeper.current() ?? (await ready);
      if (standing.effective === 'off') return { dropped: 'denied' };
      const event = { metric, properties, handle: device.random(HANDLE_BYTES), recordedAtMs };
      const epoch = standing.grant && { epoch: standing.grant.epoch };
      const admitted = admit({ ...event, ...epoch }, device.site.registry, device.today());
      if ('dropped' in admitted) return admitted;
      return buffer.add([recordedAtMs, `${++sequence}`, admitted.bytes], admitted.event);
    },
    decide: (choice: Parameters<Askfirst['decide']>[0]) =>
      typeof choice === 'string'
        ? deny(choice)
        : grant({ ...choice, method: 'banner', isTrusted: true, chosenUnder: keeper.current() }),
    flush: sender.flush,
  } as Partial<Askfirst>);
}

function toBuffer(bytes: Buffer): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openConnection } from '../../../collector/store/sqlite/connection.ts';
import { createGroupCommit } from '../../../collector/store/sqlite/group-commit.ts';
import { type GroupJob, isRightsJob, type Job, type WriterLane } from '../../../collector/store/sqlite/jobs.ts';
import { openSqliteStore } from '../../../collector/store/sqlite/open-sqlite-store.ts';
import { openTombstones } from '../../../collector/store/sqlite/tombstones.ts';
import { createGroupWriter, type WriteConnection } from '../../../collector/store/sqlite/write-group.ts';
import { StoreBusy, StoreUnavailable } from '../../../collector/store/store-errors.ts';
import type { WireEvent } from '../../../contract/wire.ts';
import { event } from './store-suite.ts';
import { storedIds } from './stored-ids.ts';

const SITE = 'https://shop.example/askfirst';

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Which statement fails, counted from 1 over both files; 0 for none. `ran` counts on. */
interface Fault {
  failAt: number;
  ran: number;
}

/** A connection whose n-th statement fails as a disk would make it fail. */
function toFaulty(connection: WriteConnection, fault: Fault): WriteConnection {
  const step = () => {
    if (++fault.ran === fault.failAt) throw new Error('disk I/O error');
  };
  return {
    prepare(sql) {
      const statement = connection.prepare(sql);
      return {
        run(...values) {
          step();
          return statement.run(...values);
        },
        get(...values) {
          step();
          return statement.get(...values);
        },
      };
    },
    exec: (sql) => connection.exec(sql),
    get inTransaction() {
      return connection.inTransaction;
    },
    close: () => connection.close(),
  };
}

/** The real writer in this thread, over connections that fail on demand. */
function openFaultyLane(folder: string, fault: Fault): WriterLane {
  const open = (file: string) => toFaulty(openConnection(join(folder, file)) as unknown as WriteConnection, fault);
  const tombstones = openTombstones(openConnection(join(folder, 'tombstones.sqlite')), 'any key');
  const writer = createGroupWriter({ events: open('events.sqlite'), consents: open('consents.sqlite'), tombstones });
  return {
    write: async (jobs) => writer.write(jobs.filter((job): job is GroupJob => !isRightsJob(job))),
    tidy,
    async close() {
      writer.close();
      tombstones.close();
    },
  };
}

/** These tests hold no nightly pass. */
const tidy: WriterLane['tidy'] = async () => ({ ok: true, value: undefined });

describe('group commit', () => {
  it('T-84 takes an erasure between two groups, though its queue of events is full', async () => {
    const written: string[] = [];
    const releases: (() => void)[] = [];
    const lane: WriterLane = {
      async write(jobs) {
        written.push(jobs.map(({ kind }) => kind).join(' '));
        await new Promise<void>((resolve) => releases.push(resolve));
        return jobs.map(() => ({ ok: true, value: undefined }));
      },
      tidy: async () => ({ ok: true, value: false }),
      close: async () => undefined,
    };
    const queue = createGroupCommit(lane, 600);
    const batch = () => queue.run({ kind: 'append', site: SITE, events: Array.from({ length: 200 }, () => event()) });
    const batches = [batch(), batch(), batch()];
    await expect.poll(() => written).toEqual(['append']);
    await expect(batch()).rejects.toBeInstanceOf(StoreBusy);
    const erasure = {
      named: [],
      barredUntil: '2027-06',
      unknownUntil: '2027-01',
      openFrom: '2026-11-17',
      sweep: false,
    };
    const erased = queue.run({ kind: 'erase', site: SITE, erasure });
    // The group in flight is let go, then whatever comes.
    for (let next = 0; next < 4; next++) {
      await expect.poll(() => releases.length).toBe(next + 1);
      releases[next]?.();
    }
    await Promise.all([...batches, erased]);
    expect(written).toEqual(['append', 'erase', 'append', 'append']);
  });

  it('T-83 fails a whole group on any failing statement, acknowledges none of it, and goes on afterwards', async () => {
    const folder = makeFolder();
    const fault: Fault = { failAt: 0, ran: 0 };
    const store = openSqliteStore({ folder, openWriter: () => openFaultyLane(folder, fault) });
    const acknowledged = new Set<string>();
    const refused = new Set<string>();
    const append = async (events: readonly WireEvent[]): Promise<boolean> => {
      try {
        await store.append(SITE, events);
        for (const { id } of events) acknowledged.add(id);
        return true;
      } catch (error) {
        expect(error).toBeInstanceOf(StoreUnavailable);
        for (const { id } of events) refused.add(id);
        return false;
      }
    };
    // Each round is one group of three appends, the last with a metric never seen; every statement of it fails once.
    let rounds = 0;
    for (let failAt = 1; ; failAt++) {
      fault.failAt = fault.ran + failAt;
      const metric = `round.${'abcdefghijklmnopqrstuvwxyz'[failAt] ?? 'z'}`;
      const batches = [[event(), event()], [event()], [event({ metric }), event({ metric })]];
      const outcomes = await Promise.all(batches.map(append));
      expect(new Set(outcomes).size, 'all of the group or nothing').toBe(1);
      expect(storedIds(folder)).toEqual(acknowledged);
      rounds = failAt;
      if (outcomes[0] === true) break;
      // The very same group is taken as soon as nothing fails, under names that mean the same.
      fault.failAt = 0;
      for (const batch of batches) expect(await append(batch)).toBe(true);
      expect(await store.readDay(SITE, '2026-11-20')).toContainEqual({
        metric,
        properties: { path: '/hats' },
        count: 2,
        firsts: 0,
      });
    }
    expect(rounds).toBeGreaterThan(8);
    expect(refused.size).toBeGreaterThan(30);
    await store.close();
  });

  it('T-83 a failing consent takes no event with it', async () => {
    const folder = makeFolder();
    const fault: Fault = { failAt: 0, ran: 0 };
    const store = openSqliteStore({ folder, openWriter: () => openFaultyLane(folder, fault) });
    const kept = event();
    const record = {
      recordId: 'ab'.repeat(16),
      day: '2026-11-20',
      purposes: ['improve'],
      scope: 1,
      notice: 'cd'.repeat(32),
      language: 'en',
      method: 'banner',
      includesEarlier: false,
      receiptKey: Buffer.alloc(32, 7).toString('base64url'),
    };
    await store.append(SITE, [event()]);
    // A known site, day and metric: begin, insert, commit for the event, then begin and insert for the consent.
    fault.failAt = fault.ran + 5;
    const [events, consent] = await Promise.allSettled([store.append(SITE, [kept]), store.appendConsent(SITE, record)]);
    expect([events.status, consent.status]).toEqual(['fulfilled', 'rejected']);
    expect(storedIds(folder)).toContain(kept.id);
    await store.close();
  });

  it('shares one group among what arrives while another is written, at most 256 events each', async () => {
    const groups: number[] = [];
    const release: (() => void)[] = [];
    const lane: WriterLane = {
      async write(jobs) {
        groups.push(jobs.reduce((sum, job) => sum + (job.kind === 'append' ? job.events.length : 1), 0));
        await new Promise<void>((resolve) => release.push(resolve));
        return jobs.map(() => ({ ok: true, value: { dropped: [] } }));
      },
      tidy,
      close: async () => undefined,
    };
    const commit = createGroupCommit(lane);
    const job = (events: number): Job => ({
      kind: 'append',
      site: SITE,
      events: Array.from({ length: events }, () => event()),
    });
    const first = commit.run(job(1));
    await expect.poll(() => groups, { timeout: 25_000 }).toEqual([1]);
    const others = Array.from({ length: 30 }, () => commit.run(job(10)));
    release.shift()?.();
    await first;
    await expect.poll(() => groups, { timeout: 25_000 }).toEqual([1, 250]);
    release.shift()?.();
    await expect.poll(() => groups, { timeout: 25_000 }).toEqual([1, 250, 50]);
    release.shift()?.();
    await Promise.all(others);
    await commit.close();
  });

  it('T-84 refuses at once beyond its bound, and takes again when there is room', async () => {
    const release: (() => void)[] = [];
    const lane: WriterLane = {
      async write(jobs) {
        await new Promise<void>((resolve) => release.push(resolve));
        return jobs.map(() => ({ ok: true, value: undefined }));
      },
      tidy,
      close: async () => undefined,
    };
    const commit = createGroupCommit(lane, 10);
    const job: Job = { kind: 'append', site: SITE, events: Array.from({ length: 5 }, () => event()) };
    const taken = [commit.run(job), commit.run(job)];
    await expect(commit.run(job)).rejects.toBeInstanceOf(StoreBusy);
    await expect.poll(() => release.length, { timeout: 25_000 }).toBe(1);
    release.shift()?.();
    await Promise.all(taken);
    const next = commit.run(job);
    await expect.poll(() => release.length, { timeout: 25_000 }).toBe(1);
    release.shift()?.();
    await next;
  });

  it('answers those in flight with a failure when the lane dies, and serves the next with what it can', async () => {
    let calls = 0;
    const lane: WriterLane = {
      async write(jobs) {
        if (++calls === 1) throw new Error('The writer ended.');
        return jobs.map(() => ({ ok: true, value: undefined }));
      },
      tidy,
      close: async () => undefined,
    };
    const commit = createGroupCommit(lane);
    await expect(commit.run({ kind: 'probe' })).rejects.toBeInstanceOf(StoreUnavailable);
    await commit.run({ kind: 'probe' });
  });
});

/**
 * Sends withdrawals and erasures, part by part, until a final certificate speaks for all of what each names; only then
 * is it forgotten. What was cut off begins again with its first part: naming a handle twice changes nothing.
 */

import { promisifyRequest } from 'idb-keyval';
import { MAX_PART_HANDLES } from '../../contract/limits.ts';
import type { ErasureAnswer, ErasureRequest } from '../../contract/rights.ts';
import { read, update } from '../buffer/database.ts';
import type { Core } from '../core.ts';
import { isDenial, isGrant } from '../decision/decision.ts';
import { isPrerendering } from '../decision/keeper.ts';
import { backOffMs, MAX_REST_MS } from '../send/post.ts';
import type { Ask } from '../send/sender.ts';
import { isFinal } from './certificate.ts';
import {
  certificateKey,
  countHandles,
  type Holdings,
  type Kept,
  type OutboxEntry,
  readHoldings,
  toBodies,
} from './holdings.ts';
import { isWithdrawable, toWithdrawal } from './set-aside.ts';

/** The outbox of one document. */
export interface Outbox {
  /** Under the sending lock. True if nothing waits any more. */
  send(ask: Ask, holds: () => boolean): Promise<boolean>;
  /** Does anything wait? */
  waits(): Promise<boolean>;
  /** Certificates that came in this document, newest last. After a withdrawal the device may keep none. */
  readonly confirmed: readonly string[];
  /** The visitor asks: what rested is tried again. */
  hurry(): void;
}

/** A request under way, in memory only. */
interface Progress {
  readonly id: string;
  readonly entry: OutboxEntry;
  /** What is forgotten once it is confirmed. */
  readonly keys: readonly IDBValidKey[];
  /** With several grants, the secret of one in each part. */
  readonly parts: readonly Pick<ErasureRequest, 'receiptSecret' | 'held'>[];
  part: number;
  tally: string | undefined;
}

/** Until when the collector asked us to rest; apart from that of events, for rights have a lane of their own. */
const REST_KEY = 'rightsRestUntilMs';

/** After 3 tries without any answer, or 8 with error answers, it rests until the next page load, or until asked (as T-35). */
const PATIENCE = 24;

/** Longest wait for a decision under way. Our choice: they take milliseconds. */
const PATIENCE_MS = 5_000;

/** Sends nothing before it is told to. */
export function createOutbox({ device, keeper, rights, flush, schedule }: Core): Outbox {
  const { now, page, random } = device;
  const confirmed: string[] = [];
  let progress: Progress | undefined;
  let maxHandles = MAX_PART_HANDLES;
  let spent = 0;

  const hurry = () => {
    spent = 0;
  };
  page.addEventListener('online', () => {
    hurry();
    // At once, though a later try may be scheduled.
    void flush(true).then(() => schedule(0));
  });

  const begin = ({ key, value: entry }: Kept<OutboxEntry>, keys: readonly IDBValidKey[]): Progress => {
    const id = String(Array.isArray(key) ? key[1] : key);
    return { id, entry, keys, parts: toBodies(entry, maxHandles), part: 0, tally: undefined };
  };

  /** What waits: requests set aside, and under a no everything that is still held. */
  const next = async (): Promise<Progress | undefined> => {
    const holdings = await readHoldings(rights.existing);
    // What cannot be read as a request cannot be sent, and must not hold up the others.
    if (holdings.damaged[0])
      await rights.existing('readwrite', (store) => {
        for (const key of holdings.damaged) store.delete(key);
        return promisifyRequest(store.transaction);
      });
    const [entry] = holdings.entries;
    if (entry) return begin(entry, [entry.key]);
    if (!(await standsWithdrawn(holdings))) return undefined;
    const keys = [...holdings.held, ...holdings.consents].map(({ key }) => key);
    return begin({ key: 'all', value: toWithdrawal(holdings) }, keys);
  };
  const standsWithdrawn = async (holdings: Holdings) =>
    isWithdrawable(holdings) && isDenial((await keeper.refresh()).stored);

  /** Forgets what was named, and keeps the certificates where something else of the visitor is kept anyway. */
  const confirm = async ({ id, keys }: Progress, certificate: string): Promise<void> => {
    const isKept = isGrant((await keeper.refresh()).stored);
    await rights.existing('readwrite', (store) => {
      if (isKept) store.put(certificate, certificateKey(id));
      for (const key of keys) store.delete(key);
      return promisifyRequest(store.transaction);
    });
    confirmed.push(certificate);
  };

  /** Nothing of the visitor remains but the decision. True where a yes stands, after which events may follow. */
  const sweep = () =>
    keeper.alone(PATIENCE_MS, async (holds) => {
      const { stored } = await keeper.refresh();
      const holdings = await readHoldings(rights.existing);
      const { held, entries, consents } = holdings;
      const isOver = isDenial(stored) ? !isWithdrawable(holdings) : !stored && !held[0] && !consents[0];
      if (isOver && !entries[0] && holds()) await rights.destroy();
      return isGrant(stored);
    });

  /** One part and its answer. True if the next may follow at once. */
  const sendPart = async (ask: Ask, current: Progress): Promise<boolean> => {
    const { entry, parts, part } = current;
    const body: ErasureRequest = {
      held: [],
      ...parts[part],
      part: part + 1,
      last: part + 1 >= parts.length,
      ...(current.tally && { tally: current.tally }),
    };
    const { status, body: said, restMs } = await ask(entry.kind, body);
    // The collector's own words; what is missing in them is missing.
    const { tally, certificate } = (said ?? {}) as Partial<ErasureAnswer>;
    if (said && !body.last && tally) {
      Object.assign(current, { part: part + 1, tally });
      return true;
    }
    // Confirmed, refused, provisional, or not answered: whatever is left begins from the start.
    progress = undefined;
    if (body.last && isFinal(certificate, entry.kind, countHandles(entry.held))) {
      await confirm(current, certificate);
      spent = 0;
      return true;
    }
    if (status === 413 && maxHandles > 1) {
      maxHandles = Math.ceil(maxHandles / 2);
      return true;
    }
    if (restMs !== undefined) {
      await update(rights.existing, REST_KEY, () => now() + restMs);
      schedule(restMs);
    } else {
      spent += status ? 3 : 8;
      if (spent < PATIENCE) schedule(backOffMs(spent / 3, (random(1)[0] ?? 0) / 256));
    }
    return false;
  };

  return {
    confirmed,
    hurry,
    waits: async () => !!(await next()),
    async send(ask, holds) {
      // A page that nobody sees yet sends nothing.
      if (isPrerendering(page)) return false;
      const restMs = ((await read<number>(rights.existing, REST_KEY)) ?? 0) - now();
      if (restMs > 0 && restMs <= MAX_REST_MS) {
        schedule(restMs);
        return false;
      }
      for (;;) {
        progress ??= await next();
        if (!progress) break;
        if (!holds()) {
          schedule(0);
          return false;
        }
        if (!(await sendPart(ask, progress))) return false;
      }
      return sweep();
    },
  };
}

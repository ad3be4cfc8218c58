/** T-71: do the answers to handles that are unknown, wrong and erased take different times? Asked in turns, so that whatever else happens meets all alike. */

import { randomBytes } from 'node:crypto';
import { SILENT_LOG } from '../../collector/log.ts';
import { parseAccess, parseErasure } from '../../collector/receive/parse-rights.ts';
import { loadRegistry } from '../../collector/registry/load-registry.ts';
import { openNotices } from '../../collector/rights/notices.ts';
import { openRights } from '../../collector/rights/open-rights.ts';
import { openReceiptKeys } from '../../collector/rights/receipt-keys.ts';
import type { Store } from '../../collector/store/store.ts';
import { type BenchOptions, REGISTRY_FOLDER } from './bench-options.ts';
import type { Held } from './fill-store.ts';
import { type Group, medianOf, percentileOf, type Row } from './table.ts';

/** Times in one run that each kind of handle is asked with; an erasure waits for the disk, so fewer. */
const ROUNDS = { access: 200, erase: 60 };

/** The first two are alike: what differs between them is noise, and the reference of the others. */
const KINDS = ['unknown', 'unknown too', 'erased', 'wrong'] as const;
type Kind = (typeof KINDS)[number];
const OTHERS = ['unknown too', 'erased', 'wrong'] as const;

/** What is asked, and with what. */
export interface VainParts {
  /** For keys and a ledger of its own. */
  readonly dataFolder: string;
  readonly site: string;
  readonly store: Store;
  /** Events that were erased through the store. */
  readonly erased: readonly Held[];
  /** Events that stand. */
  readonly standing: readonly Held[];
}

/** How many erased, and how many standing events it needs. */
export const VAIN_HANDLES = 500;

/** From the body's text to the answer's, in a full store. */
export async function measureVain(
  { dataFolder, site, store, erased, standing }: VainParts,
  options: BenchOptions,
): Promise<Group> {
  const today = new Date().toISOString().slice(0, 10);
  const loaded = loadRegistry(REGISTRY_FOLDER, { today });
  const { rights, closeLedger } = openRights({
    dataFolder,
    store,
    clock: Date,
    log: SILENT_LOG,
    loaded: () => loaded,
    receiptKeys: openReceiptKeys(dataFolder),
    notices: openNotices(dataFolder),
    readScript: async () => undefined,
  });
  const ask = {
    access: async (body: object) => JSON.stringify(await rights.access(parseAccess(body), site)),
    erase: async (body: object) =>
      JSON.stringify(await rights.erase(parseErasure({ ...body, part: 1, last: true }), 'erasure', site)),
  };
  const pick = (from: readonly Held[]): Held => {
    const one = from[Math.floor(Math.random() * from.length)];
    if (!one) throw new Error('There is nothing to ask with.');
    return one;
  };
  const name: Record<Kind, () => Held> = {
    unknown: () => ({ ...pick(standing), handle: randomBytes(16).toString('base64url') }),
    'unknown too': () => ({ ...pick(standing), handle: randomBytes(16).toString('base64url') }),
    erased: () => pick(erased),
    // The id of an event that stands, as if it were its handle.
    wrong: () => {
      const one = pick(standing);
      return { ...one, handle: Buffer.from(one.id, 'hex').toString('base64url') };
    },
  };
  const rows: Row[] = [];
  try {
    for (const right of ['access', 'erase'] as const) {
      const [late, usual] = [openDifferences(), openDifferences()];
      const p95s: number[] = [];
      for (let run = 0; run < options.runs; run++) {
        const times: Record<Kind, number[]> = { unknown: [], 'unknown too': [], erased: [], wrong: [] };
        const lengths = new Set<number>();
        for (let round = 0; round < ROUNDS[right]; round++) {
          for (const kind of inNoOrder(KINDS)) {
            const { day, metric, handle } = name[kind]();
            const receiptSecret = randomBytes(32).toString('base64url');
            const text = JSON.stringify({ receiptSecret, held: [{ day, metric, handles: [handle] }] });
            const startedAtMs = performance.now();
            const answer = await ask[right](JSON.parse(text) as object);
            times[kind].push(performance.now() - startedAtMs);
            lengths.add(answer.length);
          }
        }
        if (lengths.size !== 1) throw new Error(`Answers have lengths ${[...lengths].join(', ')}.`);
        const p95 = (kind: Kind) =>
          percentileOf(
            [...times[kind]].sort((a, b) => a - b),
            0.95,
          );
        p95s.push(p95('unknown'));
        for (const kind of OTHERS) {
          late[kind].push(p95(kind) - p95('unknown'));
          usual[kind].push(medianOf(times[kind].map((ms, round) => ms - (times.unknown[round] ?? ms))));
        }
      }
      const verb = right === 'access' ? 'see' : 'erase';
      rows.push(
        { what: `${verb} an unknown handle, p95`, unit: 'ms', values: [p95s, undefined] },
        { what: `${verb} an erased one, p95 more`, unit: 'ms', values: [late.erased, late['unknown too']] },
        { what: `${verb} an erased one, median of pairs`, unit: 'ms', values: [usual.erased, usual['unknown too']] },
        { what: `${verb} by an id, p95 more`, unit: 'ms', values: [late.wrong, late['unknown too']] },
        { what: `${verb} by an id, median of pairs`, unit: 'ms', values: [usual.wrong, usual['unknown too']] },
      );
    }
  } finally {
    closeLedger();
  }
  return {
    title: 'Asking in vain (T-71)',
    how: `One handle and a secret that no grant has, from the body's text to the answer's; in each round every kind once, in no order, ${ROUNDS.access} rounds a run for seeing and ${ROUNDS.erase} for erasing. Differences from an unknown handle, of the 95th percentiles and within each round (the median); beside them those of two kinds that are alike, both unknown. All answers have one length.`,
    columns: ['askfirst', 'unknown beside unknown'],
    rows,
  };
}

function openDifferences(): Record<(typeof OTHERS)[number], number[]> {
  return { 'unknown too': [], erased: [], wrong: [] };
}

function inNoOrder<Value>(values: readonly Value[]): Value[] {
  return values
    .map((value) => ({ value, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

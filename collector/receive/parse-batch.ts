/** From any value to a batch whose envelope is right. Its events are judged one by one afterwards (`judge.ts`). */

import { type DropCounts, isDropReason } from '../../contract/drop-reasons.ts';
import { MAX_BATCH_EVENTS, WIRE_VERSION } from '../../contract/limits.ts';
import { Problem } from './problem.ts';
import { isObjectOf } from './read-json.ts';

/** A batch as it came in; each event is still any value at all. */
export interface Batch {
  readonly scope: number;
  readonly purposes: ReadonlySet<string>;
  readonly pass: string | undefined;
  readonly events: readonly unknown[];
  /** What the browser dropped since it last told; at most 10,000 of a reason. */
  readonly drops: DropCounts;
}

/** Most events of one reason that are believed of one batch. Our choice: ten full buffers; anybody can write a large number. */
const MAX_DROPS = 10_000;

/** What most batches report. */
export const NO_DROPS: DropCounts = {};

const KEYS: ReadonlySet<string> = new Set(['version', 'scope', 'purposes', 'pass', 'events', 'drops']);

/** Throws Problem `batch-malformed`, `version-unsupported`, or `body-too-large` for more than 50 events. */
export function parseBatch(value: unknown): Batch {
  if (!isObjectOf(value, KEYS)) throw new Problem('batch-malformed', 'The body is no object of the wire.');
  const { version, scope, purposes, pass, events, drops = NO_DROPS } = value;
  if (version !== WIRE_VERSION) {
    if (Number.isInteger(version)) throw new Problem('version-unsupported');
    throw new Problem('batch-malformed', 'version is missing.');
  }
  if (!isCount(scope)) throw new Problem('batch-malformed', 'scope is no whole number.');
  if (!isListOfText(purposes)) throw new Problem('batch-malformed', 'purposes is no list of names.');
  if (pass !== undefined && typeof pass !== 'string') throw new Problem('batch-malformed', 'pass is no text.');
  if (!Array.isArray(events)) throw new Problem('batch-malformed', 'events is no list.');
  if (events.length > MAX_BATCH_EVENTS) throw new Problem('body-too-large', `More than ${MAX_BATCH_EVENTS} events.`);
  if (!isDropCounts(drops)) throw new Problem('batch-malformed', 'drops is no list of counts.');
  return { scope, purposes: new Set(purposes), pass, events, drops: toBelieved(drops) };
}

/** A whole number from 0 that JavaScript can count. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** A list of strings. */
export function isListOfText(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

function toBelieved(drops: DropCounts): DropCounts {
  const entries = Object.entries(drops).filter(([, count]) => count > 0);
  if (entries.length === 0) return NO_DROPS;
  return Object.fromEntries(entries.map(([reason, count]) => [reason, Math.min(count, MAX_DROPS)]));
}

function isDropCounts(value: unknown): value is DropCounts {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([reason, count]) => isDropReason(reason) && isCount(count));
}

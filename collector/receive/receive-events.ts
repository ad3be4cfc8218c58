/** `POST events`: from a request to a 202, which means committed and synced. */

import type { DropCounts, DropReason } from '../../contract/drop-reasons.ts';
import { MAX_BATCH_BYTES } from '../../contract/limits.ts';
import type { EventsAnswer } from '../../contract/wire.ts';
import { StoreBusy, StoreUnavailable } from '../store/store-errors.ts';
import type { Answer, Incoming } from './incoming.ts';
import { judge } from './judge.ts';
import { type Batch, NO_DROPS, parseBatch } from './parse-batch.ts';
import { Problem } from './problem.ts';
import { readJson, requireJsonBody } from './read-json.ts';
import type { ReceiveParts } from './receive-parts.ts';
import { requireSameOrigin } from './require-same-origin.ts';
import type { ServedSite } from './site-of.ts';

/** The order is that of design 7. */
export async function receiveEvents(incoming: Incoming, site: ServedSite, parts: ReceiveParts): Promise<Answer> {
  requireJsonBody(incoming, MAX_BATCH_BYTES);
  requireSameOrigin(incoming, site.origin);
  const batch = parseBatch(await readJson(incoming, MAX_BATCH_BYTES, 'batch-malformed'));
  const { loaded, windowAt } = parts.current();
  requirePass(batch, site, parts);
  if (batch.scope > loaded.registry.scope) throw new Problem('scope-unknown');
  const window = windowAt(parts.clock.now());
  const { timePrecision } = loaded.configuration;
  const { accepted, dropped } = judge(batch, { registry: loaded.registry, timePrecision, window });
  const drops = { day: window.today, counts: addUp(batch.drops, dropped) };
  const isStored = accepted.length > 0 || drops.counts !== NO_DROPS;
  const late = isStored ? (await parts.store.append(site.name, accepted, drops).catch(refuse)).dropped : [];
  const answer: EventsAnswer = {
    stored: accepted.length - late.length,
    dropped: late.length > 0 ? [...dropped, ...late] : dropped,
    now: parts.clock.now(),
  };
  return { status: 202, headers: JSON_HEADERS, body: JSON.stringify(answer) };
}

/**
 * On sites with signed-in people nothing is admitted without a pass, and the ceiling is asked again each time. Where
 * signing in is optional, anonymous visitors have none: anyone could fetch one, so it would prove nothing.
 */
function requirePass(batch: Batch, site: ServedSite, parts: ReceiveParts): void {
  const { subjects } = parts.current().loaded.configuration;
  if (subjects === 'none' || (subjects === 'optional' && batch.pass === undefined)) return;
  const problem = parts.subjects()?.refusePass(batch.pass, { ...batch, site: site.name });
  if (problem) throw new Problem(problem);
}

/** What the browser dropped and what we drop of its batch, as one count for each reason (P11). */
function addUp(reported: DropCounts, dropped: EventsAnswer['dropped']): DropCounts {
  if (dropped.length === 0) return reported;
  const counts: { [reason in DropReason]?: number } = { ...reported };
  for (const { reason } of dropped) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

const JSON_HEADERS = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' } as const;

/** How long a page waits before it tries again, in seconds. Our choice: several groups' time. */
const RETRY_AFTER = { 'Retry-After': '2' } as const;
/** A disk that is full or gone needs somebody's hand. Our choice. */
const RETRY_LATER = { 'Retry-After': '30' } as const;

/** The store's refusal as a problem; anything else is ours. */
export function refuse(error: unknown): never {
  if (error instanceof StoreBusy) throw new Problem('overloaded', undefined, RETRY_AFTER);
  if (error instanceof StoreUnavailable) {
    throw Object.assign(new Problem('storage-unavailable', undefined, RETRY_LATER), { cause: error });
  }
  throw error;
}

/** The second door: a buffered event comes in, a `PermittedEvent` or the reason to withhold it goes out. Only these can be sent. */

import { checkEvent } from '../contract/check-event.ts';
import type { DropReason } from '../contract/drop-reasons.ts';
import type { MetricRule, Registry } from '../contract/metric.ts';
import type { BufferedEvent } from './admit.ts';
import type { Grant } from './decision/decision.ts';

declare const permitted: unique symbol;

/** A buffered event that the visitor's grant covers now. Only `permit` makes one; only these can be sent. */
export type PermittedEvent = BufferedEvent & { readonly [permitted]: true };

/** The event with its metric's rule, or why it stays. */
export type Permission =
  | { readonly event: PermittedEvent; readonly rule: MetricRule }
  | { readonly withheld: DropReason };

/** What stands when the question is asked. */
export interface Ground {
  readonly grant: Grant;
  readonly registry: Registry;
  readonly today: string;
}

/** May it be sent under the grant that stands now, by the registry in force now? */
export function permit(event: BufferedEvent, { grant, registry, today }: Ground): Permission {
  if (event.epoch !== grant.epoch) return { withheld: 'epoch-over' };
  const verdict = checkEvent(event, registry, today);
  if (!verdict.ok) return { withheld: verdict.reason };
  if (!grant.purposes.includes(verdict.rule.purpose)) return { withheld: 'purpose-not-granted' };
  if (verdict.rule.since > grant.scope) return { withheld: 'not-in-agreed-scope' };
  // The four questions above are what the brand stands for.
  return { event: event as PermittedEvent, rule: verdict.rule };
}

/** Events that waited undecided are adopted by the grant that ended the waiting, and by no other (T-58). */
export function adopt(event: BufferedEvent, grant: Grant): BufferedEvent {
  return event.epoch === undefined && grant.endsWaiting ? { ...event, epoch: grant.epoch } : event;
}

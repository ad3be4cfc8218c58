/** The second door: a buffered event comes in, a `PermittedEvent` or the reason to withhold it goes out. Only these can be sent. */

import { checkEvent } from '../contract/check-event.ts';
import type { DropReason } from '../contract/drop-reasons.ts';
import type { MetricRule } from '../contract/metric.ts';
import type { BufferedEvent } from './admit.ts';
import type { Grant } from './decision/decision.ts';
import type { Device } from './device.ts';

declare const permitted: unique symbol;

/** A buffered event that the visitor's grant covers now. Only `permit` makes one; only these can be sent. */
export type PermittedEvent = BufferedEvent & { readonly [permitted]: true };

/** The event with its metric's rule, or why it stays. */
export type Permission =
  | { readonly event: PermittedEvent; readonly rule: MetricRule; readonly withheld?: undefined }
  | { readonly withheld: DropReason; readonly event?: undefined };

/** May it be sent under the grant that stands now, by the registry in force now? */
export function permit(
  event: BufferedEvent,
  grant: Grant,
  { site, today }: Pick<Device, 'site' | 'today'>,
): Permission {
  if (event.epoch !== grant.epoch) return { withheld: 'epoch-over' };
  const verdict = checkEvent(event, site.registry, today());
  if (!verdict.ok) return { withheld: verdict.reason };
  const { rule } = verdict;
  if (!grant.purposes.includes(rule.purpose)) return { withheld: 'purpose-not-granted' };
  if (rule.since > grant.scope) return { withheld: 'not-in-agreed-scope' };
  // The four questions above are what the brand stands for.
  return { event: event as PermittedEvent, rule };
}

/** Events that waited undecided are adopted by the grant that ended the waiting, and by no other (T-58). */
export function adopt(event: BufferedEvent, { endsWaiting, epoch }: Grant): BufferedEvent {
  return event.epoch || !endsWaiting ? event : { ...event, epoch };
}

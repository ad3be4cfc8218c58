/** The one check of an event against the registry. Page and collector run this same code; nothing here throws. */

import type { DropReason } from './drop-reasons.ts';
import { MAX_PATH_LENGTH } from './limits.ts';
import type { MetricRule, PropertyRule, Registry } from './metric.ts';
import { looksLikeIdentifier, toPath } from './path.ts';

/** A property's value on the wire. */
export type PropertyValue = string | number | boolean;

/** What is recorded: which metric, with which properties. */
export interface RecordedEvent {
  readonly metric: string;
  readonly properties: Readonly<Record<string, PropertyValue>>;
}

/** `ok` with the metric's rule, or why not. */
export type Verdict =
  | { readonly ok: true; readonly rule: MetricRule }
  | { readonly ok: false; readonly reason: DropReason };

/**
 * May this event be recorded, sent and stored?
 * @param today the day of the check in the site's time zone; a metric is over on the day it expires
 */
export function checkEvent(event: RecordedEvent, registry: Registry, today: string): Verdict {
  const rule = Object.hasOwn(registry.metrics, event.metric) ? registry.metrics[event.metric] : undefined;
  if (!rule) return { ok: false, reason: 'not-in-registry' };
  if (rule.expires !== 'never' && today >= rule.expires) return { ok: false, reason: 'metric-expired' };
  for (const [name, value] of Object.entries(event.properties)) {
    const property = Object.hasOwn(rule.properties, name) ? rule.properties[name] : undefined;
    if (!property || !allows(property, value, registry)) return { ok: false, reason: 'property-not-allowed' };
  }
  if (rule.distinct && !Object.hasOwn(event.properties, rule.distinct))
    return { ok: false, reason: 'property-not-allowed' };
  return { ok: true, rule };
}

function allows(rule: PropertyRule, value: unknown, registry: Registry): boolean {
  if (rule.type === 'boolean') return typeof value === 'boolean';
  if (rule.type === 'count') return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= rule.most;
  if (rule.type === 'bucket') return rule.bounds.includes(value as number);
  // Every type below is text, and no text of ours holds control characters or half a surrogate pair.
  if (typeof value !== 'string' || /[\p{Cc}\p{Cs}]/u.test(value)) return false;
  switch (rule.type) {
    case 'choice':
      return rule.values.includes(value);
    case 'path':
      return value[0] === '/' && value.length <= MAX_PATH_LENGTH && toPath(value, registry.paths) === value;
    case 'host':
      return value.length <= 253 && /^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(value);
    case 'slug':
      return /^[a-z0-9_-]{1,40}$/.test(value) && !looksLikeIdentifier(value);
    case 'locale':
      return /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(value);
    case 'zone':
      return /^[A-Z][A-Za-z_]+(\/[A-Za-z0-9_+-]+){0,2}$/.test(value) && value.length <= 40;
    case 'text':
      return value.length <= rule.maxLength;
  }
}

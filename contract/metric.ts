/** What a metric may carry, as plain data: compiled from the reviewed registry, the same in page and collector. */

import type { PathRules } from './path.ts';

/** The values one property may have. There is no free text. */
export type PropertyRule =
  | { readonly type: 'boolean' }
  | { readonly type: 'choice'; readonly values: readonly string[] }
  /** A whole number from 0 to `most`. */
  | { readonly type: 'count'; readonly most: number }
  /** One of the listed numbers, each the lower edge of its bucket. */
  | { readonly type: 'bucket'; readonly bounds: readonly number[] }
  /** A path as `toPath` leaves it. */
  | { readonly type: 'path' }
  /** A host name, lower case, at most 253 characters. */
  | { readonly type: 'host' }
  /** `[a-z0-9_-]{1,40}` that does not look like an identifier. */
  | { readonly type: 'slug' }
  /** A language tag such as `pt` or `pt-BR`. */
  | { readonly type: 'locale' }
  /** An IANA time zone such as `Europe/Lisbon`. */
  | { readonly type: 'zone' }
  /** Free text; only in category content, with an approval of its own. */
  | { readonly type: 'text'; readonly maxLength: number };

/** One reviewed metric. */
export interface MetricRule {
  readonly purpose: string;
  readonly category: 'technical' | 'interaction' | 'content' | 'sensitive';
  readonly linkage: 'none' | 'session';
  /** The property whose values are counted by browser; it must be present in every event. */
  readonly distinct?: string;
  readonly properties: Readonly<Record<string, PropertyRule>>;
  /** Number of the scope in which the metric, as it stands, was first released. */
  readonly since: number;
  /** First day on which it is no longer recorded, sent or stored, or `never`. */
  readonly expires: string;
}

/** All that may be collected now. Made by the collector from YAML; nothing in it is secret. */
export interface Registry {
  /** Number of the newest released scope. */
  readonly scope: number;
  /** SHA-256 of the scope in RFC 8785 form, lower-case hex. */
  readonly digest: string;
  readonly purposes: readonly string[];
  readonly paths: PathRules;
  readonly metrics: Readonly<Record<string, MetricRule>>;
}

/** What `loadRegistry` hands to the rest of the collector. Types only. */

import type { Registry } from '../../contract/metric.ts';
import type { Configuration } from './configuration.ts';
import type { MetricDefinition } from './metric-definition.ts';
import type { FileProblem } from './registry-problem.ts';
import type { Review, Stewards } from './review-record.ts';
import type { ScopeNews } from './scope-news.ts';

/** Why a declared metric is not collected. */
export type WithheldReason =
  | 'not-reviewed'
  | 'denied'
  | 'altered'
  | 'unknown-steward'
  | 'bad-signature'
  | 'own-metric'
  | 'not-escalated'
  | 'not-released';

/** A declared metric that is neither recorded nor admitted, with the place to look at and what to do. */
export interface Withheld extends FileProblem {
  readonly metric: string;
  readonly why: WithheldReason;
}

/** One metric as declared in the folder. */
export interface DeclaredMetric {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly definition: MetricDefinition;
  /** The definition as it stands in the file, without defaults: what is reviewed, frozen and digested. */
  readonly written: Readonly<Record<string, unknown>>;
  /** SHA-256 of the RFC 8785 form of `written`, lower-case hex. */
  readonly digest: string;
  readonly review?: Review;
}

/** One released scope, as the lock tells it. */
export interface ReleasedScope {
  readonly number: number;
  readonly date: string;
  /** Against the scope before: more is collected, less is, or only words changed. */
  readonly kind: 'widening' | 'narrowing' | 'editorial';
  readonly added: readonly string[];
  /** Metrics whose meaning changed, so that an earlier yes does not cover them. */
  readonly widened: readonly string[];
  /** Metrics that changed and of which an earlier yes covers all: less is collected, or only words changed. */
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** What it asks for that the scope before it did not; of the first, everything. */
  readonly news: readonly ScopeNews[];
  /** The scope in which each metric of this scope, as it stands in it, came in. */
  readonly since: Readonly<Record<string, number>>;
  /** SHA-256 of the scope in RFC 8785 form, the digest of the scope before included. */
  readonly digest: string;
}

/** The folder, read, verified and compiled. */
export interface LoadedRegistry {
  readonly folder: string;
  /** As declared, without what would widen and is in no released scope. */
  readonly configuration: Configuration;
  /** Reviewed and released metrics only: all that device and collector let pass. */
  readonly registry: Registry;
  /** Every metric declared, withheld ones included, by name. */
  readonly metrics: Readonly<Record<string, DeclaredMetric>>;
  readonly withheld: readonly Withheld[];
  readonly stewards: Stewards;
  /** Oldest first; empty before the first release. */
  readonly scopes: readonly ReleasedScope[];
  /** Metrics that were released once and are no longer declared, as they last stood. */
  readonly removed: Readonly<Record<string, MetricDefinition>>;
}

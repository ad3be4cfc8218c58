/** Every metric there is or was, with who decided what about it (MZ-3, FE-8): the data behind page and JSON. */

import { isOwner } from './judge-review.ts';
import type { LoadedRegistry, ReleasedScope } from './loaded-registry.ts';
import type { MetricDefinition } from './metric-definition.ts';
import type { Review } from './review-record.ts';

/** Where a metric stands. `proposed` was never released; `withheld` was, and may not be collected as it stands now. */
export type MetricState = 'collected' | 'expired' | 'proposed' | 'withheld' | 'removed';

/** What is told of a review. */
export interface DictionaryReview {
  /** One sentence, such as "approved by eva on 2026-11-22". */
  readonly says: string;
  readonly outcome: Review['outcome'];
  readonly isByAuthor: boolean;
  readonly answers: Readonly<Record<string, string>>;
  readonly escalations: NonNullable<Review['escalations']>;
  readonly request?: Readonly<Record<string, string>>;
}

/** One metric. */
export interface DictionaryEntry extends MetricDefinition {
  readonly name: string;
  readonly state: MetricState;
  /** Of the definition, SHA-256 of the RFC 8785 form; what the steward signed. Missing for removed metrics. */
  readonly digest?: string;
  /** Why it is not collected, if it is not. */
  readonly withheldWhy?: string;
  /** The scope whose yes covers it. */
  readonly since?: number;
  readonly review?: DictionaryReview;
  /** What became of it, scope by scope. */
  readonly history: readonly { readonly scope: number; readonly date: string; readonly change: string }[];
}

/** The whole dictionary. */
export interface Dictionary {
  readonly version: 1;
  readonly controller: string;
  readonly scope: number;
  readonly scopeDigest: string;
  readonly metrics: readonly DictionaryEntry[];
}

/** Everything that may be told on `today`; a private request stays private until its metric is released (MZ-14). */
export function toDictionary(loaded: LoadedRegistry, today: string): Dictionary {
  const declared = Object.values(loaded.metrics)
    .filter(({ name, review }) => wasReleased(name, loaded.scopes) || !review?.request?.private)
    .map((metric): DictionaryEntry => {
      const { name, definition, digest, review } = metric;
      const refusal = loaded.withheld.find((withheld) => withheld.metric === name);
      const rule = Object.hasOwn(loaded.registry.metrics, name) ? loaded.registry.metrics[name] : undefined;
      return {
        name,
        ...definition,
        state: stateOf(name, { loaded, isCollected: rule !== undefined, expires: definition.expires, today }),
        digest,
        ...(refusal && { withheldWhy: refusal.message.slice(name.length + 2) }),
        ...(rule && { since: rule.since }),
        ...(review && { review: toReview(review, definition, loaded) }),
        history: historyOf(name, loaded.scopes),
      };
    });
  const removed = Object.entries(loaded.removed).map(
    ([name, definition]): DictionaryEntry => ({
      name,
      ...definition,
      state: 'removed',
      history: historyOf(name, loaded.scopes),
    }),
  );
  return {
    version: 1,
    controller: loaded.configuration.controller.name,
    scope: loaded.registry.scope,
    scopeDigest: loaded.registry.digest,
    metrics: [...declared, ...removed].sort((one, other) => (one.name < other.name ? -1 : 1)),
  };
}

function stateOf(
  name: string,
  about: {
    readonly loaded: LoadedRegistry;
    readonly isCollected: boolean;
    readonly expires: string;
    readonly today: string;
  },
): MetricState {
  if (about.isCollected) return about.expires !== 'never' && about.today >= about.expires ? 'expired' : 'collected';
  return wasReleased(name, about.loaded.scopes) ? 'withheld' : 'proposed';
}

function wasReleased(name: string, scopes: readonly ReleasedScope[]): boolean {
  return scopes.some(({ added }) => added.includes(name));
}

function historyOf(name: string, scopes: readonly ReleasedScope[]): DictionaryEntry['history'] {
  return scopes.flatMap(({ number, date, ...changes }) =>
    (['added', 'widened', 'changed', 'removed'] as const)
      .filter((change) => changes[change].includes(name))
      .map((change) => ({ scope: number, date, change })),
  );
}

function toReview(review: Review, definition: MetricDefinition, { stewards }: LoadedRegistry): DictionaryReview {
  const { outcome, steward, date, reason, answers = {}, escalations = [], request } = review;
  const isByAuthor = outcome === 'approved' && steward !== undefined && isOwner(steward, stewards, definition);
  const says = {
    requested: `review requested on ${date}`,
    bootstrap: 'not yet reviewed by a person',
    approved: `approved by ${steward} on ${date}${isByAuthor ? ', reviewed by its author' : ''}`,
    denied: `denied by ${steward} on ${date}: ${reason}`,
  }[outcome];
  const given = Object.entries(answers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    says,
    outcome,
    isByAuthor,
    answers: Object.fromEntries(given),
    escalations,
    ...(request && { request: request.form }),
  };
}

/** The yearly survey (MZ-13): which metrics still earn their place? Comes in: metrics and the collector's own counts. Goes out: the questions to ask. */

import { addDays } from '../../contract/day.ts';
import type { DeclaredMetric } from './loaded-registry.ts';
import { EXPIRING_DAYS } from './rules/hygiene-rules.ts';

/** What a collector's data folder says of a metric. */
export interface MetricUse {
  /** The last day with an event, or undefined if none ever came. */
  readonly lastReceivedDay?: string;
  /** How often it was read in a report. */
  readonly reads: number;
}

/** Why a metric is on the list. */
export type SurveyReason = 'expired' | 'expiring' | 'permanent' | 'never-read' | 'never-received' | 'withheld';

/** One metric that somebody must look at. */
export interface SurveyRow {
  readonly metric: string;
  readonly reasons: readonly SurveyReason[];
  readonly expires: string;
  readonly owners: { readonly design: string; readonly implementation: string };
  readonly proposal: string;
}

/** What a survey looks at. Without `use` nothing is said about reading and receiving. */
export interface SurveyParts {
  readonly metrics: readonly DeclaredMetric[];
  readonly withheld: ReadonlySet<string>;
  readonly today: string;
  readonly use?: ReadonlyMap<string, MetricUse>;
}

/** Every metric with a reason to be looked at, by name. */
export function surveyMetrics({ metrics, withheld, today, use }: SurveyParts): SurveyRow[] {
  return metrics
    .map(({ name, definition }): SurveyRow => {
      const { expires, owners } = definition;
      const used = use && (use.get(name) ?? { reads: 0 });
      const reasons: SurveyReason[] = [
        ...(expires === 'never' ? (['permanent'] as const) : []),
        ...(expires !== 'never' && expires <= today ? (['expired'] as const) : []),
        ...(expires > today && expires <= addDays(today, EXPIRING_DAYS) ? (['expiring'] as const) : []),
        ...(withheld.has(name) ? (['withheld'] as const) : []),
        ...(used && used.reads === 0 ? (['never-read'] as const) : []),
        ...(used && used.lastReceivedDay === undefined ? (['never-received'] as const) : []),
      ];
      return { metric: name, reasons, expires, owners, proposal: propose(reasons) };
    })
    .filter(({ reasons }) => reasons.length > 0)
    .sort((one, other) => (one.metric < other.metric ? -1 : 1));
}

/** Nothing read or received has shown no necessity, so it goes; what has ended or is about to is renewed or goes. */
function propose(reasons: readonly SurveyReason[]): string {
  if (reasons.includes('never-read') || reasons.includes('never-received')) return 'Remove it: it shows no use.';
  if (reasons.includes('expired') || reasons.includes('expiring')) return 'Renew it with a reason, or let it go.';
  if (reasons.includes('withheld')) return 'Have it reviewed and released, or remove it.';
  return 'Ask its owners whether it must still be permanent.';
}

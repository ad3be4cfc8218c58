/** All metrics that the snippet observes by itself, if the registry declares them. */

import { BROWSER_METRICS } from './browser-metrics.ts';
import { PAGE_METRICS } from './page-metrics.ts';
import type { StandardMetric } from './standard-metric.ts';
import { VISIT_METRICS } from './visit-metrics.ts';

/** By file of metrics/ that `askfirst init` writes, then by name. */
export const STANDARD_FILES: Readonly<Record<string, Readonly<Record<string, StandardMetric>>>> = {
  'metrics/visits.yaml': VISIT_METRICS,
  'metrics/pages.yaml': PAGE_METRICS,
  'metrics/browsers.yaml': BROWSER_METRICS,
};

/** By name. */
export const STANDARD_METRICS: Readonly<Record<string, StandardMetric>> = {
  ...VISIT_METRICS,
  ...PAGE_METRICS,
  ...BROWSER_METRICS,
};

/** The standard metric of that name, if there is one. */
export function standardMetric(name: string): StandardMetric | undefined {
  return Object.hasOwn(STANDARD_METRICS, name) ? STANDARD_METRICS[name] : undefined;
}

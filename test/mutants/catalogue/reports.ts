/** P7 on the side of the reports: every way to show fewer than k browsers that we could think of. */

import type { Mutant } from '../mutant.ts';

const SUPPRESS = 'collector/reports/suppress.ts';
const FIGURES = 'collector/reports/figures.ts';
const SUPPRESS_TEST = 'test/collector/reports/suppress.test.ts';
const REPORT_TEST = 'test/collector/reports/report.test.ts';

export const REPORT_MUTANTS: readonly Mutant[] = [
  {
    id: 'p7-cell-k-off-by-one',
    promise: 'P7',
    file: SUPPRESS,
    from: 'sum.firsts >= k && sum.value !== OTHER',
    to: 'sum.firsts >= k - 1 && sum.value !== OTHER',
    test: SUPPRESS_TEST,
  },
  {
    id: 'p7-cell-counts-views-for-browsers',
    promise: 'P7',
    file: SUPPRESS,
    from: 'sum.firsts >= k && sum.value !== OTHER',
    to: 'sum.count >= k && sum.value !== OTHER',
    test: SUPPRESS_TEST,
  },
  {
    id: 'p7-other-without-its-partner',
    promise: 'P7',
    file: SUPPRESS,
    from: 'if (partner) return [...shown.filter((sum) => sum !== partner), toOther([...rare, partner])];',
    to: 'if (partner) return [...shown, toOther(rare)];',
    test: SUPPRESS_TEST,
  },
  {
    id: 'p7-other-shown-alone',
    promise: 'P7',
    file: SUPPRESS,
    from: 'return firstsAreBrowsers && other.firsts >= k ? [other] : [];',
    to: 'return other.firsts >= k ? [other] : [];',
    test: SUPPRESS_TEST,
  },
  {
    id: 'p7-unknown-metric-shown',
    promise: 'P7',
    file: SUPPRESS,
    from: 'if (!Object.hasOwn(metrics, group.metric)) continue;',
    to: '',
    test: SUPPRESS_TEST,
  },
  {
    id: 'p7-closes-a-day-in-doubt',
    promise: 'P7',
    file: 'collector/reports/close-days.ts',
    from: 'if (groups.some((group) => !Object.hasOwn(metrics, group.metric))) continue;',
    to: '',
    test: 'test/collector/reports/close-days.test.ts',
  },
  {
    id: 'p7-foreign-row-taken-for-a-crowd',
    promise: 'P7',
    file: 'collector/reports/cell-value.ts',
    from: 'String(group.properties[distinct]) : OTHER;',
    to: "String(group.properties[distinct]) : '';",
    test: SUPPRESS_TEST,
  },
  {
    id: 'p7-open-day-shown-exactly',
    promise: 'P7',
    file: FIGURES,
    from: 'firsts: Math.floor(firsts / k) * k,',
    to: 'firsts,',
    test: REPORT_TEST,
    name: 'P7 shows an open day as',
  },
  {
    id: 'p7-open-views-shown-exactly',
    promise: 'P7',
    file: FIGURES,
    from: 'count: Math.floor(count / k) * k,',
    to: 'count,',
    test: REPORT_TEST,
    name: 'P7 shows on an open day only',
  },
  {
    id: 'p7-open-day-counts-views-for-browsers',
    promise: 'P7',
    file: FIGURES,
    from: 'sums.filter((sum) => sum.firsts >= k && sum.value !== OTHER)',
    to: 'sums.filter((sum) => sum.count >= k)',
    test: REPORT_TEST,
    name: 'P7 shows on an open day only',
  },
  {
    id: 'p7-hidden-week-shown-as-whole',
    promise: 'P7',
    file: 'collector/reports/visitors.ts',
    from: 'whole: !nothing && !values.some((sum) => sum.value === OTHER),',
    to: 'whole: !nothing,',
    test: REPORT_TEST,
    name: 'P7 says "at least" of a week',
  },
  {
    id: 'p7-live-site-taken-for-development',
    promise: 'P7',
    file: 'collector/reports/development-site.ts',
    from: 'if (configuration.development === false || !URL.canParse(site)) return false;',
    to: 'if (!URL.canParse(site)) return false;',
    test: REPORT_TEST,
    name: 'development: false',
  },
];

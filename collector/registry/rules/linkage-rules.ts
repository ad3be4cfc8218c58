/** Rules that keep rows from joining (P7, design 5.7). The collector enforces all of them. */

import { describesBrowser, isOpen } from '../describes-browser.ts';
import { type CheckRule, eachMetric } from './check-rule.ts';

/** The metric that alone carries week and month flags and age. */
const VISIT_DAY = 'visit.day';
const VISIT_DAY_PROPERTIES: readonly string[] = ['week', 'month', 'age'];

/** Rules about linkage, browser-describing properties and open sets of values. */
export const LINKAGE_RULES: readonly CheckRule[] = [
  {
    id: 'browser-property-beside-others',
    severity: 'error',
    enforced: 'load',
    says: 'A property that describes the browser (browser, operating system, device, screen, language, time zone) stands alone on a metric with linkage none: beside anything else it would join a browser’s rows.',
    remedy: 'Give it a metric of its own, sent once a day.',
    find: eachMetric(({ definition: { linkage, properties } }) => {
      const names = Object.keys(properties);
      if (linkage !== 'none' || names.length < 2) return [];
      return Object.entries(properties)
        .filter(([name, property]) => describesBrowser(name, property))
        .map(([name]) => ({
          path: ['properties', name],
          message: `\`${name}\` describes the browser and stands beside ${names.length - 1} other ${names.length === 2 ? 'property' : 'properties'}.`,
        }));
    }),
  },
  {
    id: 'two-open-properties',
    severity: 'error',
    enforced: 'load',
    says: 'A metric with linkage none has at most one property with an open set of values (path, host, slug, text, locale, zone; a count above 1,000; a list of more than 100): two of them make combinations so rare that they point at one browser.',
    remedy: 'Split the metric, or make one of them a choice, bucket or small count.',
    find: eachMetric(({ definition: { linkage, properties } }) => {
      const open = Object.entries(properties).filter(([, property]) => isOpen(property));
      if (linkage !== 'none' || open.length < 2) return [];
      return open.slice(1).map(([name]) => ({
        path: ['properties', name],
        message: `\`${name}\` has an open set of values, as \`${open[0]?.[0]}\` has.`,
      }));
    }),
  },
  {
    id: 'visit-day-alone',
    severity: 'error',
    enforced: 'load',
    says: 'The metric visit.day carries week, month and age and nothing else, and has no distinct property: it is sent once a day by every browser, so anything more would describe browsers.',
    remedy: 'Move the property to a metric of its own.',
    find: eachMetric(({ name, definition: { distinct, linkage, properties } }) => {
      if (name !== VISIT_DAY) return [];
      const strangers = Object.keys(properties).filter((property) => !VISIT_DAY_PROPERTIES.includes(property));
      return [
        ...strangers.map((property) => ({
          path: ['properties', property],
          message: `\`${property}\` does not belong on visit.day.`,
        })),
        ...(distinct === undefined
          ? []
          : [{ path: ['distinct'], message: 'visit.day counts browsers and has no distinct property.' }]),
        ...(linkage === 'none' ? [] : [{ path: ['linkage'], message: 'visit.day cannot be linked to a session.' }]),
      ];
    }),
  },
  {
    id: 'linked-with',
    severity: 'error',
    enforced: 'load',
    says: 'A metric with linkage session names, in linkedWith, the metrics it may be joined with; each is linkage session too and names it back. A metric with linkage none names nobody.',
    remedy: 'Name each of the metrics on both sides, or set linkage: none and remove linkedWith.',
    find: (registry) => {
      const byName = new Map(registry.metrics.map((metric) => [metric.name, metric]));
      return registry.metrics.flatMap((metric) => {
        const { linkage, linkedWith } = metric.definition;
        const found = (path: PropertyKey[], message: string) => ({ metric, path, message });
        if (linkage === 'none')
          return linkedWith ? [found(['linkedWith'], 'linkedWith stands on a metric whose linkage is none.')] : [];
        if (!linkedWith?.length) return [found(['linkage'], 'linkage is session and linkedWith names no metric.')];
        return linkedWith.flatMap((other, at) => {
          const partner = byName.get(other)?.definition;
          if (!partner) return [found(['linkedWith', at], `No metric is called \`${other}\`.`)];
          if (partner.linkage !== 'session' || !partner.linkedWith?.includes(metric.name))
            return [found(['linkedWith', at], `\`${other}\` is not linked with this metric in return.`)];
          return [];
        });
      });
    },
  },
  {
    id: 'joined-categories',
    severity: 'error',
    enforced: 'load',
    says: 'Metrics joined by a session do not mix technical or interaction data with content: joined, they say more than each alone, so they are declared sensitive or split (Mozilla, MZ-10).',
    remedy: 'Declare the joined metrics sensitive, or remove the link.',
    find: (registry) => {
      const byName = new Map(registry.metrics.map((metric) => [metric.name, metric.definition]));
      return registry.metrics.flatMap((metric) => {
        const { category, linkage, linkedWith = [] } = metric.definition;
        if (linkage !== 'session' || (category !== 'technical' && category !== 'interaction')) return [];
        return linkedWith.flatMap((other, at) =>
          byName.get(other)?.category === 'content'
            ? [
                {
                  metric,
                  path: ['linkedWith', at],
                  message: `Category ${category} is joined with content (\`${other}\`).`,
                },
              ]
            : [],
        );
      });
    },
  },
];

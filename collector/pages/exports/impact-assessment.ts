/** An outline of the impact assessment of GDPR Art. 35(7), filled in as far as configuration and registry know. */

import { type Facts, toLocalText } from '../facts.ts';
import type { ExportDocument } from './export.ts';

/** @param sites origins and base paths it is about */
export function createImpactAssessment(facts: Facts, sites: readonly string[]): ExportDocument {
  const { configuration, metrics, today, scope } = facts;
  return {
    title: 'Impact assessment: web analytics, an outline',
    controller: configuration.controller.name,
    day: today,
    sections: [
      {
        heading: 'Description of the processing',
        article: 'Art. 35(7)(a)',
        lines: [
          `Sites: ${sites.length > 0 ? sites.join(', ') : 'none yet'}.`,
          ...Object.values(configuration.purposes).map(
            ({ title, text }) => `${toLocalText(title, facts)}: ${toLocalText(text, facts)}`,
          ),
          `${metrics.length} metrics${scope ? ` in scope ${scope.number} of ${scope.date}` : ''}; each is in the dictionary with reason, owners and review.`,
          `Before a yes: ${configuration.buffer === 'off' ? 'nothing is recorded' : `events wait in the browser (${configuration.buffer}) and nothing is sent`}.`,
        ],
        open: ['How many people does it concern, and does it single out employees or children?'],
      },
      {
        heading: 'Necessity and proportionality',
        article: 'Art. 35(7)(b)',
        lines: [
          ...metrics.map(({ name, definition }) => `${name}: ${definition.why}`),
          `Kept for ${toRange(metrics.map(({ definition }) => definition.retentionDays))}; figures only of crowds of ${facts.development ? 1 : configuration.kThreshold} or more.`,
          `Never collected: ${configuration.never.join(', ') || 'no list is published'}.`,
        ],
        open: [
          'Could the purpose be met with fewer metrics or a shorter time? The yearly survey names those nobody reads.',
        ],
      },
      {
        heading: 'Risks for visitors',
        article: 'Art. 35(7)(c)',
        lines: toRisks(facts),
        open: ['How likely and how severe is each here?'],
      },
      {
        heading: 'Measures',
        article: 'Art. 35(7)(d)',
        lines: [
          'A no is quiet and leaves nothing; a yes is as easy to undo as to give; any doubt counts as a no.',
          'No identifier joins two rows of one browser; ids are hashes of numbers that only the browser has.',
          'What is collected, in which words it was asked for, and who approved it can be shown for every day.',
          facts.offered.erasure
            ? 'Visitors see and erase what they sent without an account; what is erased cannot come back.'
            : 'This version has no erasure by the visitor yet; a no ends collection.',
          `Signals honoured: ${toSignals(facts)}.`,
        ],
        open: [
          'Was the advice of the data protection officer sought (Art. 35(2)), and of the people concerned (Art. 35(9))?',
        ],
      },
    ],
  };
}

function toRisks({ metrics, configuration }: Facts): string[] {
  const linked = metrics.filter(({ definition }) => definition.linkage === 'session').map(({ name }) => name);
  const close = metrics.filter(({ definition }) => ['content', 'sensitive'].includes(definition.category));
  return [
    'The only visitor of a day can be told from the day’s rows; reports do not show such a day.',
    'Whoever copies the store again and again and compares the copies sees in which order rows came.',
    linked.length > 0
      ? `Rows of one visit can be joined for ${linked.join(', ')}: a path through the site may be telling.`
      : 'No metric joins rows of a visit.',
    close.length > 0
      ? `Content or sensitive data is collected: ${close.map(({ name }) => name).join(', ')}.`
      : 'No content and no sensitive data is collected.',
    configuration.timePrecision === 'hour'
      ? 'Rows carry their hour: on quiet sites this makes a visitor easier to tell.'
      : 'Rows carry their day and no hour.',
    configuration.subjects === 'none'
      ? 'Nobody signs in: the collector knows no person.'
      : 'People sign in: the operator can tell who said yes.',
  ];
}

function toSignals({ configuration }: Facts): string {
  const { gpc, dnt } = configuration.signals;
  return [gpc && 'Global Privacy Control', dnt && 'Do Not Track'].filter((name) => name !== false).join(', ') || 'none';
}

function toRange(days: readonly number[]): string {
  if (days.length === 0) return 'no time, since nothing is collected';
  const [least, most] = [Math.min(...days), Math.max(...days)];
  return least === most ? `${most} days` : `${least} to ${most} days`;
}

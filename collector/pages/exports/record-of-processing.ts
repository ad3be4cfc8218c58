/** The record of processing activities that GDPR Art. 30(1) asks of a controller (GL-17). */

import type { Facts } from '../facts.ts';
import { toLocalText } from '../facts.ts';
import type { ExportDocument } from './export.ts';

/** @param sites origins and base paths it is about */
export function createRecordOfProcessing(facts: Facts, sites: readonly string[]): ExportDocument {
  const { configuration, metrics, today } = facts;
  const { controller, processors, storage } = configuration;
  const current = processors.filter(({ until }) => !until || until > today);
  return {
    title: 'Record of processing: web analytics',
    controller: controller.name,
    day: today,
    sections: [
      {
        heading: 'Controller',
        article: 'Art. 30(1)(a)',
        lines: [
          [controller.name, controller.address].filter((part) => part !== undefined).join(', '),
          `Contact: ${controller.contact}`,
          controller.officer
            ? `Data protection officer: ${controller.officer}`
            : 'No data protection officer is named.',
          `Sites: ${sites.length > 0 ? sites.join(', ') : 'none yet'}`,
        ],
      },
      {
        heading: 'Purposes',
        article: 'Art. 30(1)(b)',
        lines: Object.values(configuration.purposes).map(
          ({ title, text }) => `${toLocalText(title, facts)}: ${toLocalText(text, facts)}`,
        ),
        open: [
          'On which legal basis? Askfirst collects after consent (Art. 6(1)(a)); employees need another beside it.',
        ],
      },
      {
        heading: 'People and data concerned',
        article: 'Art. 30(1)(c)',
        lines: [
          'Visitors of the sites who said yes in their browser.',
          ...metrics.map(
            ({ name, definition }) =>
              `${name} (${definition.category}, linkage ${definition.linkage}): ${definition.description}`,
          ),
          'The record of each yes: day, purposes, scope, digest of the words shown, language, and a hash of a secret that only the browser has.',
          'No name, address, IP address, user agent or identifier is stored.',
        ],
      },
      {
        heading: 'Recipients',
        article: 'Art. 30(1)(d)',
        lines:
          current.length > 0
            ? current.map(({ name, role, country, contract, since }) =>
                [`${name}, ${role}, ${country}, since ${since}`, contract]
                  .filter((part) => part !== undefined)
                  .join('; '),
              )
            : ['Nobody but the controller.'],
      },
      {
        heading: 'Transfers to third countries',
        article: 'Art. 30(1)(e)',
        lines: [
          `Stored in: ${[storage.place, storage.region].filter((part) => part !== undefined).join(', ') || 'not stated'}.`,
          `Countries of processors: ${[...new Set(current.map(({ country }) => country))].join(', ') || 'none'}.`,
        ],
        open: ['If one of these lies outside the EU: under which safeguards (Art. 46)?'],
      },
      {
        heading: 'Time limits for erasure',
        article: 'Art. 30(1)(f)',
        lines: [
          ...metrics.map(({ name, definition }) => `${name}: ${definition.retentionDays} days`),
          `Backups: at most ${storage.backupMaxDays} days.`,
          'Figures from a crowd of browsers are anonymous and kept for good.',
        ],
        ...(facts.offered.retention
          ? {}
          : { open: ['This version does not remove rows by itself. Who does, and when?'] }),
      },
      {
        heading: 'Security',
        article: 'Art. 30(1)(g), Art. 32(1)',
        lines: [
          'First party only: the browser refuses to send elsewhere; the collector makes no outbound request.',
          'Only metrics that were reviewed, signed and released are recorded, sent or stored, on both ends.',
          'Files are readable by the collector’s own account only; deleted rows are overwritten.',
          `Reports show nothing with fewer than ${facts.development ? 1 : configuration.kThreshold} browsers behind it, and are on a port of their own.`,
        ],
        open: ['Who has access to the machine and to the admin token?'],
      },
    ],
  };
}

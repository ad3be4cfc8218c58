/** The controller's own documents on the admin port: `/exports/record-of-processing`, and with `.json` as data. */

import { dayAndHour } from '../../../contract/day.ts';
import type { LoadedRegistry } from '../../registry/loaded-registry.ts';
import type { ReportParts } from '../../reports/figures.ts';
import { readKnownSites } from '../../reports/report.ts';
import type { PageAnswer } from '../document.ts';
import { type Facts, toFacts } from '../facts.ts';
import { OFFERED } from '../offered.ts';
import { type ExportDocument, toExportJson, toExportPage } from './export.ts';
import { createImpactAssessment } from './impact-assessment.ts';
import { createRecordOfProcessing } from './record-of-processing.ts';

/** What documents are made from. */
export interface ExportParts {
  readonly clock: { now(): number };
  loaded(): LoadedRegistry;
  reportParts(): Pick<ReportParts, 'store' | 'sites'>;
}

/** The documents by name. */
export const EXPORTS: ReadonlyMap<string, (facts: Facts, sites: readonly string[]) => ExportDocument> = new Map([
  ['record-of-processing', createRecordOfProcessing],
  ['impact-assessment', createImpactAssessment],
]);

/** Is there a document under this name, with or without `.json`? */
export function isExport(file: string): boolean {
  return EXPORTS.has(toName(file));
}

/** The document as page, or as data where the name ends in `.json`. The name must be one that `isExport` knows. */
export async function readExport(file: string, parts: ExportParts): Promise<PageAnswer> {
  const loaded = parts.loaded();
  const sites = await readKnownSites(parts.reportParts());
  const facts = toFacts({
    // A document is about all sites; where it matters whether one is a development site, the first decides.
    site: { name: sites[0] ?? '', origin: '', basePath: '' },
    loaded,
    language: loaded.configuration.languages[0] ?? 'en',
    offered: OFFERED,
    scriptDigest: undefined,
    keyIds: [],
    today: dayAndHour(parts.clock.now(), loaded.configuration.timeZone).day,
  });
  const create = EXPORTS.get(toName(file)) ?? createRecordOfProcessing;
  const document = create(facts, sites);
  return file.endsWith('.json') ? toExportJson(document) : toExportPage(document);
}

function toName(file: string): string {
  return file.replace(/\.json$/, '');
}

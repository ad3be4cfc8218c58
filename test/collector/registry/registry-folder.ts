/** Registries in temporary folders, for tests. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadRegistry } from '../../../collector/registry/load-registry.ts';
import type { LoadedRegistry } from '../../../collector/registry/loaded-registry.ts';
import { RegistryProblem } from '../../../collector/registry/registry-problem.ts';

/** The day on which these tests live. */
export const TODAY = '2026-11-22';

/** The smallest configuration that can be used, with a few choices made. */
export const CONFIGURATION = `version: 1
controller: { name: Harbour Journal, contact: privacy@harbour.example }
timeZone: Europe/Lisbon
purposes:
  improve: { title: { en: Improve this site }, text: { en: 'See which pages are read, so that we can fix them.' } }
`;

/** The metric of the design's example. */
export const PAGE_VIEW = `page.view:
  description: A page was shown.
  why: Tells which pages are worth keeping and which to mend; readers get a site that is easier to find their way in.
  purpose: improve
  category: interaction
  linkage: none
  distinct: path
  properties: { path: { type: path, description: "The page's path without query, identifiers removed." } }
  owners: { design: ana@harbour.example, implementation: rui@harbour.example }
  issues: [https://code.example/harbour/site/issues/12]
  expires: 2027-11-01
  retentionDays: 180
`;

/** A folder that a test may change as it likes. */
export interface TestFolder {
  readonly folder: string;
  read(file: string): string;
  write(file: string, text: string): void;
  /** Replaces text that must be there. */
  edit(file: string, from: string, to: string): void;
  remove(file: string): void;
  load(today?: string): LoadedRegistry;
  /** Every problem as `file:line:column rule`, empty if it loads. */
  problems(today?: string): string[];
}

const folders: string[] = [];

/** Makes a folder with these files. */
export function createTestFolder(
  files: Readonly<Record<string, string>> = { 'askfirst.yaml': CONFIGURATION, 'metrics/pages.yaml': PAGE_VIEW },
): TestFolder {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-registry-'));
  folders.push(folder);
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  for (const [file, text] of Object.entries(files)) write(file, text);
  const load = (today = TODAY) => loadRegistry(folder, { today });
  return {
    folder,
    read,
    write,
    edit(file, from, to) {
      const text = read(file);
      if (!text.includes(from)) throw new Error(`${file} does not hold ${JSON.stringify(from)}`);
      write(file, text.replace(from, to));
    },
    remove: (file) => rmSync(join(folder, file), { recursive: true }),
    load,
    problems(today) {
      try {
        load(today);
        return [];
      } catch (error) {
        if (!(error instanceof RegistryProblem)) throw error;
        return error.problems.map(({ file, line, column, rule }) => `${file}:${line}:${column} ${rule}`);
      }
    },
  };
}

/** Removes every folder made; for `afterAll`. */
export function removeTestFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

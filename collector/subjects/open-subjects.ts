import { join } from 'node:path';
import { openSecretFile } from '../secret-file.ts';
import { openPreferences } from '../store/sqlite/open-preferences.ts';
import { createOrganisationList } from './organisation-list.ts';
import { createSubjects, type Subjects } from './subjects.ts';
import type { TokenKeys } from './token-keys.ts';

/** Names of the files with the collector's own keys for preferences and passes; the app that signs tokens never sees them. */
export const PREFERENCE_KEY_FILE = 'preference-key';
export const PASS_KEY_FILE = 'pass-key';

const NOBODY: ReadonlySet<string> = new Set();

/** Where everything about signed-in people lies. */
export interface OpenSubjectsParts {
  readonly keys: TokenKeys;
  readonly dataFolder: string;
  readonly clock: { now(): number };
  readonly organisationsOffFile?: string | undefined;
}

/** Opens the standing yeses and the collector's own keys, which are made at the first start. */
export function openSubjects({ keys, dataFolder, clock, organisationsOffFile }: OpenSubjectsParts): Subjects {
  return createSubjects({
    keys,
    preferences: openPreferences(dataFolder),
    preferenceKey: openSecretFile(join(dataFolder, PREFERENCE_KEY_FILE)),
    passKey: openSecretFile(join(dataFolder, PASS_KEY_FILE)),
    clock,
    organisationsOff: organisationsOffFile === undefined ? () => NOBODY : createOrganisationList(organisationsOffFile),
  });
}

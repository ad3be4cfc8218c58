/** Every wording that visitors were ever asked with, kept by its digest: the controller's proof of which words a yes answered. */

import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SiteTexts } from '../../contract/texts.ts';
import { writeSecretFile } from '../secret-file.ts';

/** Folder in the data folder; one file per wording, named by its digest. */
export const NOTICES_FOLDER = 'notices';

/** The wordings of one data folder. */
export interface Notices {
  /** Keeps a wording before it is first shown; does nothing for one that is kept already. */
  keep(texts: SiteTexts): void;
  /** All that were ever kept. */
  list(): readonly { readonly notice: string; readonly language: string }[];
  /** Was this wording ever shown here in this language? */
  has(notice: string, language: string): boolean;
}

/** @param folder the data folder */
export function openNotices(folder: string): Notices {
  const pathOf = (notice: string) => join(folder, NOTICES_FOLDER, `${notice}.json`);
  const languages = new Map<string, string>();
  return {
    keep(texts) {
      languages.set(texts.notice, texts.language);
      if (existsSync(pathOf(texts.notice))) return;
      mkdirSync(join(folder, NOTICES_FOLDER), { recursive: true, mode: 0o700 });
      writeSecretFile(pathOf(texts.notice), `${JSON.stringify(texts, null, 2)}\n`);
    },
    list() {
      const path = join(folder, NOTICES_FOLDER);
      const names = existsSync(path) ? readdirSync(path).filter((name) => /^[0-9a-f]{64}\.json$/.test(name)) : [];
      return names.sort().map((name) => {
        const notice = name.slice(0, 64);
        const language = languages.get(notice) ?? readLanguage(pathOf(notice));
        languages.set(notice, language);
        return { notice, language };
      });
    },
    has(notice, language) {
      // The name of a file is made of it.
      if (!/^[0-9a-f]{64}$/.test(notice)) return false;
      if (!languages.has(notice) && existsSync(pathOf(notice))) {
        // We wrote it; of a damaged file no language is known, and nothing is accepted on its word.
        languages.set(notice, readLanguage(pathOf(notice)));
      }
      return languages.get(notice) === language;
    },
  };
}

function readLanguage(path: string): string {
  try {
    const texts: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const isTexts = typeof texts === 'object' && texts !== null && 'language' in texts;
    return isTexts && typeof texts.language === 'string' ? texts.language : '';
  } catch {
    // Not JSON any more.
    return '';
  }
}

/** The static files of each site: the snippet with its configuration inside, widget, texts, `site.json`. Made once per site, kept compressed. */

import { createHash } from 'node:crypto';
import type { SiteTexts, WidgetTexts } from '../../contract/texts.ts';
import type { LoadedRegistry } from '../registry/loaded-registry.ts';
import { toSiteConfiguration } from '../registry/to-site-configuration.ts';
import { isDevelopmentSite } from '../reports/development-site.ts';
import type { PageFiles } from './page-files.ts';
import type { ServedSite } from './site-of.ts';
import { toSiteTexts } from './site-texts.ts';
import { type StaticFile, toStaticFile } from './static-file.ts';

/** The files of all sites under one registry. */
export interface SiteFiles {
  /** @param name relative to the base path: `askfirst.js`, `texts/en.json` */
  read(site: ServedSite, name: string): Promise<StaticFile | undefined>;
  /** Makes the site's files, and keeps its wordings, if nobody has asked for any of them yet. */
  prepare(site: ServedSite): Promise<void>;
}

/** What stands in the built snippet for the site's configuration. */
const PLACEHOLDER = 'globalThis.__ASKFIRST_SITE__';

type FilesOfSite = ReadonlyMap<string, StaticFile>;

/** What a site's files are made of. */
export interface SiteFilesParts {
  readonly loaded: LoadedRegistry;
  /** What the build left: script, widget, shipped texts. */
  readonly page: PageFiles;
  /** Keeps a wording for good, before anybody can be shown it. */
  keepNotice(texts: SiteTexts): void;
}

/** Nothing is made before a site is first asked for. */
export function createSiteFiles(parts: SiteFilesParts): SiteFiles {
  const made = new Map<string, Promise<FilesOfSite>>();
  const filesOf = (site: ServedSite): Promise<FilesOfSite> => {
    let files = made.get(site.name);
    if (!files) {
      files = makeFiles(site, parts);
      made.set(site.name, files);
      // What failed once, on a full disk for one, is tried again.
      files.catch(() => made.delete(site.name));
    }
    return files;
  };
  return {
    read: async (site, name) => (await filesOf(site)).get(name),
    prepare: async (site) => void (await filesOf(site)),
  };
}

async function makeFiles(site: ServedSite, { loaded, page, keepNotice }: SiteFilesParts): Promise<FilesOfSite> {
  const files = new Map<string, Promise<StaticFile>>();
  const script = (text: string, isHashed = false) =>
    toStaticFile(Buffer.from(text), { type: 'text/javascript; charset=utf-8', isHashed });
  const json = (value: unknown) =>
    toStaticFile(Buffer.from(JSON.stringify(value)), { type: 'application/json', isHashed: false });

  for (const [name, text] of page.modules) {
    files.set(name, script(text));
    files.set(toHashedName(name, text), script(text, true));
  }
  /** What only people who sign in are told; in English where the language has no words of its own for it yet. */
  const withPeople = (language: string, widget: WidgetTexts): WidgetTexts => {
    const people = page.peopleTexts.get(language) ?? page.peopleTexts.get('en');
    return loaded.configuration.subjects === 'none' || !people ? widget : { ...widget, people };
  };
  const texts = [...page.texts]
    .filter(([language]) => loaded.configuration.languages.includes(language))
    .map(([language, widget]): SiteTexts => toSiteTexts(language, withPeople(language, widget), loaded));
  for (const entry of texts) {
    keepNotice(entry);
    files.set(`texts/${entry.language}.json`, json(entry));
    // In English where the language has no words of its own for the centre yet.
    const centre = page.centreTexts.get(entry.language) ?? page.centreTexts.get('en');
    if (centre) files.set(`texts/centre/${entry.language}.json`, json(centre));
  }

  const configuration = {
    ...toSiteConfiguration(loaded, {
      basePath: site.basePath,
      files: { widget: hashedNameOf('widget.js', page), waiting: hashedNameOf('waiting.js', page) },
      reopen: Object.fromEntries(texts.map((entry) => [entry.language, entry.widget.reopen])),
      isLocal: isDevelopmentSite(site.name, {}),
    }),
    // Only languages that have texts, in the order of the configuration; the first is the fallback.
    languages: loaded.configuration.languages.filter((language) => page.texts.has(language)),
  };
  files.set('site.json', json(configuration));
  // A function, because `$&` in a replacement text would mean something.
  // Where people sign in the script knows how to tell them apart; elsewhere nobody loads that.
  const forPeople = loaded.configuration.subjects === 'none' ? undefined : page.modules.get('askfirst-for-people.js');
  files.set('askfirst.js', script((forPeople ?? page.snippet).replace(PLACEHOLDER, () => toExpression(configuration))));

  const ready = await Promise.all([...files].map(async ([name, file]) => [name, await file] as const));
  return new Map(ready);
}

/** JSON as an expression: in brackets, so that it is never read as a block, and harmless inside HTML. */
function toExpression(value: unknown): string {
  const escaped = JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `(${escaped})`;
}

function hashedNameOf(name: string, page: PageFiles): string {
  return toHashedName(name, page.modules.get(name) ?? '');
}

/** `widget.js` → `widget-1f0c9a7e.js` */
function toHashedName(name: string, text: string): string {
  return name.replace(/\.js$/, `-${createHash('sha256').update(text).digest('hex').slice(0, 8)}.js`);
}

/** The pages that anybody may read: privacy, manifest, dictionary, schema, processors. Each is made from facts at the moment it is asked for. */

import { createHash } from 'node:crypto';
import { dayAndHour } from '../../contract/day.ts';
import type { SiteTexts } from '../../contract/texts.ts';
import { toDictionary } from '../registry/dictionary.ts';
import type { LoadedRegistry } from '../registry/loaded-registry.ts';
import type { Store } from '../store/store.ts';
import { toDictionaryBody } from './dictionary.ts';
import { type PageAnswer, toPage } from './document.ts';
import { chooseLanguage, DEFAULT_BUTTONS, type Facts, type PageSite, type PublishedHead, toFacts } from './facts.ts';
import { toLedgerFeed, toProcessorsFeed, toScopesFeed } from './feeds.ts';
import { toJsonPage } from './json-page.ts';
import { toManifest, toManifestSchema } from './manifest.ts';
import { OFFERED } from './offered.ts';
import { toPrivacyPage } from './privacy/privacy-page.ts';
import { toProblem } from './problem-answer.ts';
import { toSchemaPage } from './schema-page.ts';

/** The part of a request that these pages look at. */
export interface PageRequest {
  /** @param name lower case */
  header(name: string): string | undefined;
}

/** What the collector hands to a page: a part of what its receiving steps have. */
export interface PublicPageParts {
  readonly clock: { now(): number };
  readonly store: Pick<Store, 'readTables'>;
  readonly receiptKeys: { publicKeys(site: string): readonly { readonly kid: string }[] };
  readonly ledger: {
    heads(site: string, most: number): readonly PublishedHead[];
  };
  current(): {
    readonly loaded: LoadedRegistry;
    readonly files: {
      read(site: PageSite, name: string): Promise<{ readonly bytes: ReadonlyMap<string, Uint8Array> } | undefined>;
    };
  };
}

/** How many heads the feed goes back. Our choice: two months of days. */
const PUBLISHED_HEADS = 60;

/** Answers one route. */
export type PublicPage = (request: PageRequest, site: PageSite, parts: PublicPageParts) => Promise<PageAnswer>;

const PAGES: ReadonlyMap<string, PublicPage> = new Map(
  Object.entries({
    privacy: fromFacts(toPrivacyPage),
    'manifest.json': fromFacts(toManifest),
    'manifest.schema.json': fromFacts(toManifestSchema),
    dictionary: fromFacts(toDictionaryPage),
    'dictionary.json': fromFacts(({ loaded, today }) => toJsonPage(toDictionary(loaded, today))),
    schema: fromFacts(async (facts, { store }) => toSchemaPage(facts, await store.readTables())),
    'processors.atom': fromFacts(toProcessorsFeed),
    'scopes.atom': fromFacts(toScopesFeed),
    'ledger.atom': fromFacts(toLedgerFeed),
  }),
);

/** Public pages by their name under the base path. The privacy page has an address for each language: `privacy/pt`. */
export const PUBLIC_PAGES: { readonly names: readonly string[]; get(name: string): PublicPage | undefined } = {
  names: [...PAGES.keys()],
  get(name) {
    const language = /^privacy\/([A-Za-z0-9-]+)$/.exec(name)?.[1];
    return language === undefined ? PAGES.get(name) : fromFacts(toPrivacyPage, language);
  },
};

function toDictionaryPage({ loaded, today, configuration }: Facts): PageAnswer {
  const body = toDictionaryBody(toDictionary(loaded, today));
  return toPage({ language: 'en', title: `What ${configuration.controller.name} collects`, className: 'text', body });
}

/** @param wished the language that the address names, if it names one */
function fromFacts(
  render: (facts: Facts, parts: PublicPageParts) => PageAnswer | Promise<PageAnswer>,
  wished?: string,
): PublicPage {
  return async (request, site, parts) => {
    const { languages } = parts.current().loaded.configuration;
    if (wished !== undefined && !languages.includes(wished)) return toProblem('not-found');
    const language = wished ?? chooseLanguage(request.header('accept-language'), languages);
    const page = await render(await gatherFacts(language, site, parts), parts);
    // Rendered for whoever asks, so a copy is fine as long as it is asked for again.
    return { ...page, headers: { ...page.headers, 'Cache-Control': 'no-cache', Vary: 'Accept-Language' } };
  };
}

async function gatherFacts(language: string, site: PageSite, parts: PublicPageParts): Promise<Facts> {
  const { loaded, files } = parts.current();
  const script = (await files.read(site, 'askfirst.js'))?.bytes.get('identity');
  return toFacts({
    site,
    loaded,
    language,
    buttons: await readButtons(language, site, parts),
    offered: OFFERED,
    scriptDigest: script && createHash('sha256').update(script).digest('base64'),
    keyIds: parts.receiptKeys.publicKeys(site.name).map(({ kid }) => kid),
    heads: parts.ledger.heads(site.name, PUBLISHED_HEADS),
    today: dayAndHour(parts.clock.now(), loaded.configuration.timeZone).day,
  });
}

/**
 * What the buttons are called, from the words that pages are given: where the banner does not speak a language of the
 * site, its visitors see the buttons in another.
 */
async function readButtons(language: string, site: PageSite, parts: PublicPageParts): Promise<Facts['buttons']> {
  const { loaded, files } = parts.current();
  for (const tag of [language, ...loaded.configuration.languages]) {
    const bytes = (await files.read(site, `texts/${tag}.json`))?.bytes.get('identity');
    if (!bytes) continue;
    // The collector's own file, made of the words of the package and the site.
    const { widget } = JSON.parse(Buffer.from(bytes).toString('utf8')) as SiteTexts;
    return { choice: widget.reopen, accept: widget.accept, reject: widget.reject };
  }
  return DEFAULT_BUTTONS;
}

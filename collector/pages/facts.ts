/** What the public pages are made of: the registry in force, the site asked, the script it serves. Nothing is written by hand. */

import type { LocalText } from '../registry/configuration.ts';
import { isOwner } from '../registry/judge-review.ts';
import type { LoadedRegistry, ReleasedScope } from '../registry/loaded-registry.ts';
import type { MetricDefinition } from '../registry/metric-definition.ts';
import type { Review } from '../registry/review-record.ts';
import { isDevelopmentSite } from '../reports/development-site.ts';
import { type Html, html } from './html.ts';
import type { Offered } from './offered.ts';
import type { PageWords } from './words/en.ts';
import { wordsFor } from './words/page-words.ts';

/** A site as public pages name it. */
export interface PageSite {
  /** Origin and base path. */
  readonly name: string;
  readonly origin: string;
  readonly basePath: string;
}

/** A head of the ledger as it is published. */
export interface PublishedHead {
  readonly day: string;
  readonly size: number;
  readonly hash: string;
  readonly jws: string;
}

/** One metric that is collected now. */
export interface CollectedMetric {
  readonly name: string;
  readonly definition: MetricDefinition;
  /** The scope in which it came in as it stands. */
  readonly since: number;
  /** Who approved it; undefined if no person has looked at it. */
  readonly approval: { readonly steward: string; readonly date: string; readonly isByAuthor: boolean } | undefined;
}

/** Everything a public page may say. */
export interface Facts {
  readonly site: PageSite;
  readonly loaded: LoadedRegistry;
  readonly configuration: LoadedRegistry['configuration'];
  readonly metrics: readonly CollectedMetric[];
  /** The newest release; undefined before the first. */
  readonly scope: ReleasedScope | undefined;
  readonly development: boolean;
  /** Today at the site. */
  readonly today: string;
  /** The language chosen among the site's. */
  readonly language: string;
  /** The page's words, and the language they are really in. */
  readonly words: PageWords;
  readonly wordsLanguage: string;
  /** What the buttons are called that visitors see; the reopen button is `choice`. */
  readonly buttons: { readonly choice: string; readonly accept: string; readonly reject: string };
  readonly offered: Offered;
  /** SHA-256 of the bytes of `askfirst.js` as served to this site, base64; undefined where the page is not built. */
  readonly scriptDigest: string | undefined;
  /** Thumbprints of the keys that sign receipts, the active one first. */
  readonly keyIds: readonly string[];
  /** Signed heads of the ledger, the newest first; missing where nothing was entered yet. */
  readonly heads?: readonly PublishedHead[];
}

/** The buttons in English, where no words are built. */
export const DEFAULT_BUTTONS: Facts['buttons'] = {
  choice: 'Analytics choice',
  accept: 'Accept analytics',
  reject: 'Reject analytics',
};

/** What facts are gathered from. */
export interface FactSources
  extends Pick<Facts, 'site' | 'loaded' | 'language' | 'offered' | 'scriptDigest' | 'keyIds' | 'heads'> {
  /** Today at the site; what has expired is not collected. */
  readonly today: string;
  /** English unless given. */
  readonly buttons?: Facts['buttons'];
}

/** Gathers them. Metrics that are withheld, expired or not released do not appear: reviews are private until release (MZ-14). */
export function toFacts(sources: FactSources): Facts {
  const { loaded, site, today } = sources;
  const metrics = Object.entries(loaded.registry.metrics)
    .filter(([, rule]) => rule.expires === 'never' || today < rule.expires)
    .flatMap(([name, { since }]): CollectedMetric[] => {
      const declared = loaded.metrics[name];
      if (!declared) return [];
      const { definition, review } = declared;
      return [{ name, definition, since, approval: toApproval(definition, review, loaded) }];
    });
  const { words, language: wordsLanguage } = wordsFor(sources.language);
  return {
    buttons: DEFAULT_BUTTONS,
    ...sources,
    words,
    wordsLanguage,
    configuration: loaded.configuration,
    metrics,
    scope: loaded.scopes.at(-1),
    development: isDevelopmentSite(site.name, loaded.configuration),
  };
}

function toApproval(
  definition: MetricDefinition,
  review: Review | undefined,
  { stewards }: LoadedRegistry,
): CollectedMetric['approval'] {
  if (!review || review.outcome === 'bootstrap' || !review.steward) return undefined;
  const { steward, date } = review;
  return { steward, date, isByAuthor: isOwner(steward, stewards, definition) };
}

/** Text in the page's language, else in the site's first, else in any. */
export function toLocalText(text: LocalText, facts: Facts): string {
  return text[toFound(text, facts)] ?? '';
}

/** The same as HTML, marked where it is in another language than the page's words. */
export function toLocal(text: LocalText, facts: Facts): Html {
  const found = toFound(text, facts);
  const words = text[found] ?? '';
  return found === facts.wordsLanguage ? html`${words}` : html`<span lang="${found}">${words}</span>`;
}

function toFound(text: LocalText, { language, configuration }: Facts): string {
  const wished = [language, configuration.languages[0] ?? 'en', ...Object.keys(text)];
  return wished.find((tag) => text[tag] !== undefined) ?? language;
}

/** The best of the site's languages for an Accept-Language header; its first where none fits. */
export function chooseLanguage(accepted: string | undefined, languages: readonly string[]): string {
  const wanted = (accepted ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(/ *; */);
      const quality = parameters.find((parameter) => parameter.startsWith('q='));
      return { tag, quality: quality === undefined ? 1 : Number(quality.slice(2)) };
    })
    .filter(({ tag, quality }) => tag !== '' && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of wanted) {
    const fits =
      languages.find((language) => language.toLowerCase() === tag) ??
      languages.find((language) => language.toLowerCase().split('-')[0] === tag.split('-')[0]);
    if (fits) return fits;
  }
  return languages[0] ?? 'en';
}

/** What the public pages are made of: the registry in force, the site asked, the script it serves. Nothing is written by hand. */

import type { LocalText } from '../registry/configuration.ts';
import type { LoadedRegistry, ReleasedScope } from '../registry/loaded-registry.ts';
import type { MetricDefinition } from '../registry/metric-definition.ts';
import type { Review } from '../registry/review-record.ts';
import { isDevelopmentSite } from '../reports/development-site.ts';
import type { Offered } from './offered.ts';

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
  readonly review?: Review;
  /** What the page says of who looked at it. */
  readonly reviewedBy: string;
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
  readonly language: string;
  readonly offered: Offered;
  /** SHA-256 of the bytes of `askfirst.js` as served to this site, base64; undefined where the page is not built. */
  readonly scriptDigest: string | undefined;
  /** Thumbprints of the keys that sign receipts, the active one first. */
  readonly keyIds: readonly string[];
  /** Signed heads of the ledger, the newest first; missing where nothing was entered yet. */
  readonly heads?: readonly PublishedHead[];
}

/** What facts are gathered from. */
export interface FactSources
  extends Pick<Facts, 'site' | 'loaded' | 'language' | 'offered' | 'scriptDigest' | 'keyIds' | 'heads'> {
  /** Today at the site; what has expired is not collected. */
  readonly today: string;
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
      const reviewedBy = toReviewedBy(definition, review, loaded);
      return [{ name, definition, since, reviewedBy, ...(review ? { review } : {}) }];
    });
  return {
    ...sources,
    configuration: loaded.configuration,
    metrics,
    scope: loaded.scopes.at(-1),
    development: isDevelopmentSite(site.name, loaded.configuration),
  };
}

function toReviewedBy(definition: MetricDefinition, review: Review | undefined, loaded: LoadedRegistry): string {
  if (!review || review.outcome === 'bootstrap' || !review.steward) return 'not yet reviewed by a person';
  const { email } = loaded.stewards[review.steward] ?? {};
  const isAuthor = email !== undefined && Object.values(definition.owners).includes(email);
  return `approved by ${review.steward} on ${review.date}${isAuthor ? ', reviewed by its author' : ''}`;
}

/** Text in the page's language, else in the site's first, else in any. */
export function toLocal(text: LocalText, { language, configuration }: Facts): string {
  const first = configuration.languages[0] ?? 'en';
  return text[language] ?? text[first] ?? Object.values(text)[0] ?? '';
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

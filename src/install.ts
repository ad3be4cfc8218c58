/** Puts `askfirst` into a page, once, or an inert one with one clear error where it cannot work. Never throws. */

import type { SiteConfiguration } from '../contract/site.ts';
import type { Askfirst, Status, StatusReason } from './api.ts';
import { startAskfirst } from './askfirst.ts';
import { neighboursOf } from './neighbours.ts';

/** What the script tag says. */
export interface InstallOptions {
  readonly site: SiteConfiguration | undefined;
  /** Address of the script; the site's files lie beside it. */
  readonly scriptUrl: string;
  readonly language?: string | undefined;
  readonly manual: boolean;
}

/** What the page may have put there before we came. */
type EarlyCalls = { readonly q?: readonly (readonly unknown[])[]; readonly track?: unknown };

/** Where Askfirst cannot run it says why, once, and drops everything. */
export function createInert(reason: StatusReason): Askfirst {
  const track = async () => ({ dropped: 'inert' }) as const;
  const status = async (): Promise<Status> => ({
    decision: 'undecided',
    purposes: [],
    scope: 0,
    effective: 'off',
    reason,
    storage: 'none',
    buffered: 0,
    held: 0,
    dropped: {},
  });
  const nothing = async () => undefined;
  return Object.assign(track.bind(undefined), {
    track,
    status,
    open: nothing,
    decide: async () => ({ refused: 'not-running' }) as const,
    buffered: async () => [],
    forget: async () => false,
    flush: nothing,
    on: () => () => undefined,
  });
}

/** What is missing for Askfirst to run here, if anything is. */
function findObstacle(page: Window & typeof globalThis, { site, scriptUrl }: InstallOptions): StatusReason | undefined {
  if (!page.isSecureContext) return 'insecure-context';
  if (site?.version !== 1) return 'configuration-missing';
  if (!scriptUrl || new URL(scriptUrl, page.location.href).origin !== page.location.origin)
    return 'endpoint-not-first-party';
  return 'adoptedStyleSheets' in page.document && 'indexedDB' in page ? undefined : 'browser-too-old';
}

/** Makes the page's `askfirst` and answers the calls made before. A second copy finds the first and does nothing (T-46). */
export function install(page: Window & typeof globalThis, options: InstallOptions): void {
  // The page's own property, which the type of `window` does not know.
  const holder = page as unknown as { askfirst?: EarlyCalls | Askfirst };
  const early = holder.askfirst as EarlyCalls | undefined;
  if (early?.track) return;
  const obstacle = findObstacle(page, options);
  if (obstacle)
    console.error(`askfirst: not running (${obstacle}). See https://askfirst.example/docs/install#${obstacle}`);
  const begin = () =>
    obstacle || !options.site
      ? createInert(obstacle ?? 'configuration-missing')
      : startAskfirst({
          neighbours: neighboursOf(page),
          site: options.site,
          baseUrl: new URL('.', options.scriptUrl).href,
          language: options.language,
          manual: options.manual,
        });
  const askfirst = begin();
  holder.askfirst = askfirst;
  for (const [metric, properties] of early?.q ?? []) void askfirst(metric as string, properties as never);
}

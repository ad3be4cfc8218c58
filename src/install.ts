/** Puts `askfirst` into a page, once, or an inert one with one clear error where it cannot work. Never throws. */

import type { SiteConfiguration } from '../contract/site.ts';
import type { Askfirst, EventFilter, StatusReason } from './api.ts';
import type { StartOptions } from './askfirst.ts';
import { createDevice, type Device, neighboursOf } from './device.ts';

/** What the script tag says, and what the collector says in the script. */
export interface InstallOptions extends StartOptions {
  readonly site: SiteConfiguration | undefined;
  /** Address of the script; the site's files lie beside it. */
  readonly scriptUrl: string;
  /** Starts where nothing is missing. */
  readonly start: (device: Device, options: StartOptions) => Askfirst;
}

/** A page, as far as it concerns us. */
export type HostPage = Window &
  typeof globalThis & {
    askfirst?: Partial<Askfirst> & { readonly q?: readonly unknown[][]; readonly filter?: EventFilter };
  };

const answer =
  <Value>(value: Value) =>
  async () =>
    value;

/** Where Askfirst cannot run it says why and drops everything. */
export function createInert(reason: StatusReason): Askfirst {
  const track = answer({ dropped: 'inert' } as const);
  const refused = answer({ refused: 'not-running' } as const);
  return Object.assign(track, {
    track,
    status: answer({
      decision: 'undecided',
      purposes: [],
      scope: 0,
      effective: 'off',
      reason,
      storage: 'none',
      buffered: 0,
      held: 0,
      dropped: {},
    } as const),
    open: answer(undefined),
    decide: refused,
    buffered: answer([]),
    forget: answer(false),
    withdraw: refused,
    erase: refused,
    access: refused,
    exportKey: refused,
    flush: answer(undefined),
    identify: answer(undefined),
    on: () => () => undefined,
  });
}

/** What is missing for Askfirst to run here, if anything is. */
function findObstacle(page: HostPage, { site, scriptUrl }: InstallOptions): StatusReason | undefined {
  if (!page.isSecureContext) return 'insecure-context';
  if (site?.version !== 1) return 'configuration-missing';
  if (new URL(scriptUrl).origin !== page.location.origin) return 'endpoint-not-first-party';
  return 'adoptedStyleSheets' in page.document ? undefined : 'browser-too-old';
}

/** Makes the page's `askfirst` and answers the calls made before. A second copy finds the first and does nothing (T-46). */
export function install(page: HostPage, options: InstallOptions): void {
  const { askfirst: early } = page;
  if (early?.track) return;
  const { site, scriptUrl } = options;
  const obstacle = findObstacle(page, options);
  if (obstacle) console.error(`askfirst: ${obstacle}`);
  const askfirst =
    obstacle || !site
      ? createInert(obstacle ?? 'configuration-missing')
      : options.start(createDevice(neighboursOf(page), site, new URL('.', scriptUrl).href), {
          filter: early?.filter,
          ...options,
        });
  page.askfirst = askfirst;
  // What the page pushed are the arguments of its calls.
  for (const call of early?.q ?? []) void askfirst(...(call as Parameters<Askfirst>));
}

/** The ES module: `import { createAskfirst } from 'askfirst'`. Loads the site's configuration itself; on a server it is inert. */

import type { SiteConfiguration } from '../contract/site.ts';
import type { Askfirst, EventFilter, Status, Stop } from './api.ts';
import { startAskfirst } from './askfirst.ts';
import { createInert, type HostPage, install } from './install.ts';
import { FIRST_PARTY } from './send/post.ts';
import { startForPeople } from './subjects/people.ts';

export type * from './api.ts';

/** What can be said where the script tag would say it. */
export interface CreateOptions {
  /** Where the collector answers on this origin. */
  readonly basePath?: string;
  readonly language?: string;
  /** No automatic observers, and nothing is sent but by `flush`. */
  readonly isManual?: boolean;
  /** Where people sign in: who is here, as `identify` takes it. */
  readonly subject?: string;
  /** May only remove. Where the script tag runs on the page too, the filter belongs to the tag: see docs/install.md. */
  readonly filter?: EventFilter;
}

/** Starts Askfirst in this page, or joins the one that runs there. Calls wait until the configuration is there. Never throws. */
export function createAskfirst({
  basePath = '/askfirst',
  language,
  isManual = false,
  subject,
  filter,
}: CreateOptions = {}): Askfirst {
  if (typeof document === 'undefined') return createInert('not-in-a-page');
  // The page's own window; `askfirst` is ours to look for.
  const page = window as HostPage;
  const baseUrl = new URL(`${basePath}/`, page.location.href);

  const start = async (): Promise<Askfirst> => {
    const isOurs = baseUrl.origin === page.location.origin;
    // What a collector serves; anything else is found out by its version.
    const site = isOurs ? await readSite(new URL('site.json', baseUrl).href) : undefined;
    install(page, {
      site,
      scriptUrl: new URL('askfirst.js', baseUrl).href,
      wishedLanguage: language,
      isManual,
      ...(filter && { filter }),
      start: (device, options) =>
        site?.subjects === 'none'
          ? startAskfirst(device, options)
          : startForPeople(device, {
              start: (own, onCore) => startAskfirst(own, { ...options, onCore }),
              token: subject,
            }),
    });
    return page.askfirst?.track ? (page.askfirst as Askfirst) : createInert('configuration-missing');
  };
  if (filter && page.askfirst?.track) console.error('askfirst: filter comes too late, Askfirst runs already');
  const started = page.askfirst?.track ? Promise.resolve(page.askfirst as Askfirst) : start();

  const track: Askfirst['track'] = async (...event) => (await started).track(...event);
  return Object.assign(((...event) => track(...event)) satisfies Askfirst['track'], {
    track,
    status: async () => (await started).status(),
    open: async (view?: Parameters<Askfirst['open']>[0]) => (await started).open(view),
    decide: async (choice: Parameters<Askfirst['decide']>[0]) => (await started).decide(choice),
    buffered: async () => (await started).buffered(),
    forget: async (token: string) => (await started).forget(token),
    withdraw: async () => (await started).withdraw(),
    erase: async () => (await started).erase(),
    access: async () => (await started).access(),
    exportKey: async () => (await started).exportKey(),
    flush: async () => (await started).flush(),
    identify: async (token: string | null) => (await started).identify(token),
    on(name: 'change', listener: (status: Status) => void): Stop {
      const stop = started.then((askfirst) => askfirst.on(name, listener));
      return () => void stop.then((end) => end());
    },
  });
}

async function readSite(url: string): Promise<SiteConfiguration | undefined> {
  try {
    const response = await fetch(url, FIRST_PARTY);
    return response.ok ? await response.json() : undefined;
  } catch {
    // No network or no collector: inert, and said so by `install`.
    return undefined;
  }
}

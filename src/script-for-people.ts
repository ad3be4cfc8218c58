/** The classic script of sites where people sign in, served as `askfirst.js` there. The collector puts the site's configuration where the expression below stands. */

import type { SiteConfiguration } from '../contract/site.ts';
import { startAskfirst } from './askfirst.ts';
import { install } from './install.ts';
import { startForPeople } from './subjects/people.ts';

declare global {
  // Replaced by JSON when the file is served; the built file has it once.
  var __ASKFIRST_SITE__: SiteConfiguration | undefined;
}

// A classic script knows its element while it runs; its attributes are the site owner's.
const { src, dataset } = document.currentScript as HTMLScriptElement;
install(window, {
  site: globalThis.__ASKFIRST_SITE__,
  scriptUrl: src,
  wishedLanguage: dataset.language,
  isManual: 'manual' in dataset,
  start: (device, options) =>
    startForPeople(device, {
      start: (own, onCore) => startAskfirst(own, { ...options, onCore }),
      // A page that a server made says by its silence that nobody is signed in.
      token: dataset.subject || null,
    }),
});

/** The classic script: `<script defer src="/askfirst/askfirst.js">`. The collector puts the site's configuration where the expression below stands. */

import type { SiteConfiguration } from '../contract/site.ts';
import { startAskfirst } from './askfirst.ts';
import { install } from './install.ts';

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
  start: startAskfirst,
});

/** The classic script: `<script defer src="/askfirst/askfirst.js">`. The collector puts the site's configuration where the expression below stands. */

import type { SiteConfiguration } from '../contract/site.ts';
import { install } from './install.ts';

declare global {
  // Replaced by JSON when the file is served; the only occurrence of the name.
  var __ASKFIRST_SITE__: SiteConfiguration | undefined;
}

const script = document.currentScript as HTMLScriptElement | null;
install(window, {
  site: globalThis.__ASKFIRST_SITE__,
  scriptUrl: script?.src ?? '',
  language: script?.dataset['language'],
  manual: script?.dataset['manual'] !== undefined,
});

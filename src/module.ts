/** The ES module: `import { createAskfirst } from 'askfirst'`. Loads the site's configuration; on a server it is inert. */

import type { SiteConfiguration } from '../contract/site.ts';
import type { Askfirst } from './api.ts';

export type * from './api.ts';
export const createAskfirst = (): Askfirst | SiteConfiguration | undefined => undefined;

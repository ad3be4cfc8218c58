/** The words a visitor is shown, loaded when they are needed. */

import type { SiteTexts } from '../../contract/texts.ts';
import type { Core } from '../core.ts';
import { FIRST_PARTY } from '../send/post.ts';

/** The site's words in the visitor's language. Rejects where they cannot be read: nobody can agree to them then. */
export async function readTexts({ device, language }: Core): Promise<SiteTexts> {
  // The collector's own file; what is drawn of it is drawn as text.
  return (await device.fetch(`${device.baseUrl}texts/${language}.json`, FIRST_PARTY)).json();
}

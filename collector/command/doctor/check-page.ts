/** The page itself: does it answer, is it a secure context, does it carry the tag once and rightly? */

import type { ScriptTag } from './find-tag.ts';
import { type DoctorFinding, note, right, wrong } from './finding.ts';

/** What the owner writes (design 5.1). */
export const TAG = '<script defer src="/askfirst/askfirst.js" referrerpolicy="no-referrer"></script>';

/** Browsers take localhost for secure (https://w3c.github.io/webappsec-secure-contexts/, read 2026-11-22). */
export function checkContext(page: URL): DoctorFinding {
  const isLocal = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(page.hostname);
  if (page.protocol === 'https:') return right('secure', 'The page comes by HTTPS.');
  if (isLocal) return right('secure', 'The page comes from localhost, which browsers take for secure.');
  return wrong('secure', 'The page comes without HTTPS; there the script does nothing.', 'Serve it by HTTPS.');
}

/** How the tag is written. */
export function checkTag(tags: readonly ScriptTag[]): DoctorFinding[] {
  const [tag, second] = tags;
  if (!tag)
    return [
      wrong(
        'tag',
        'The page as the server sends it has no script tag for askfirst.js.',
        `Add ${TAG}. If a script of yours adds it, or it is part of a bundle, that cannot be seen from here.`,
      ),
    ];
  const found = [right('tag', `The page has the tag: ${tag.src}.`)];
  if (second) found.push(note('tag', `The tag is there ${tags.length} times; they act as one.`, 'Keep one.'));
  const isModule = tag.attributes.get('type')?.toLowerCase() === 'module';
  const waits = tag.attributes.has('defer') || tag.attributes.has('async') || isModule;
  if (isModule)
    found.push(wrong('tag', 'The tag has type="module", and askfirst.js is a classic script.', `Write ${TAG}.`));
  if (!waits) found.push(note('tag', 'The tag holds up the page while it loads.', 'Add the attribute defer.'));
  if (tag.attributes.get('referrerpolicy')?.toLowerCase() !== 'no-referrer')
    found.push(
      note('tag', 'Loading the script tells your server which page it is on.', 'Add referrerpolicy="no-referrer".'),
    );
  if (tag.attributes.has('integrity'))
    found.push(
      note(
        'tag',
        'The tag has an integrity hash; the script changes with each release of the registry.',
        'Write the new hash at each release, or leave it out.',
      ),
    );
  return found;
}

/** Every address of the public port under the base path, written by hand from design 6, with no flag that writes it anew. */

/** What is written to, by its only method. */
export const WRITTEN = {
  events: 'POST',
  consent: 'POST',
  pass: 'POST',
  preference: 'PUT',
  withdraw: 'POST',
  erase: 'POST',
  access: 'POST',
  privacy: 'POST',
} as const;

/** What is read. */
export const READ = [
  'privacy',
  'manifest.json',
  'manifest.schema.json',
  'dictionary',
  'dictionary.json',
  'schema',
  'processors.atom',
  'scopes.atom',
  'ledger.atom',
  'keys.json',
  'site.json',
  'askfirst.js',
  'widget.js',
  'waiting.js',
  'texts/en.json',
] as const;

/** Those of them that are rendered by the pages room. */
export const PAGES: readonly string[] = READ.slice(0, 9);

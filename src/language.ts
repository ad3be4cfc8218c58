/** Which of the site's languages a visitor is spoken to in. */

/** The first wished language that there is, by exact tag or by its first part; else the site's first. */
export function pickLanguage(wished: readonly (string | undefined)[], offered: readonly string[]): string {
  const tags = wished.flatMap((tag = '') => [tag, tag.replace(/-.*/, '')]);
  return tags.find((tag) => offered.includes(tag)) ?? offered[0] ?? 'en';
}

/** Which of the site's languages a visitor is spoken to in. */

/** The first wished language that there is, by exact tag or by its first part; else the site's first. */
export function pickLanguage(wished: readonly (string | undefined)[], offered: readonly string[]): string {
  for (const tag of wished) {
    const found = [tag, tag?.split('-')[0]].find((name) => name && offered.includes(name));
    if (found) return found;
  }
  return offered[0] ?? 'en';
}

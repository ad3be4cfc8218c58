/** Puts text between `<!-- name -->` and `<!-- /name -->`; the rest of the page stays as it is. */
export function replaceSection(page: string, name: string, text: string): string {
  const pattern = new RegExp(`(<!-- ${name} -->)[\\s\\S]*?(<!-- /${name} -->)`);
  if (!pattern.test(page)) throw new Error(`The page has no section <!-- ${name} --> … <!-- /${name} -->`);
  return page.replace(pattern, (_all, start: string, end: string) => `${start}\n${text.trim()}\n${end}`);
}

/** The text between the markers, without the lines' ends around it. */
export function readSection(page: string, name: string): string {
  return new RegExp(`<!-- ${name} -->([\\s\\S]*?)<!-- /${name} -->`).exec(page)?.[1]?.trim() ?? '';
}

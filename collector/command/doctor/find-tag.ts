/** Finds our script tags in a page. Comes in: HTML as it was sent. Goes out: their attributes. Runs no script, so it sees what a server wrote and nothing that a script adds. */

/** One script element that loads `askfirst.js`. */
export interface ScriptTag {
  readonly src: string;
  /** Every attribute by its lower-case name; an empty string where it has no value. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** Every tag in the order of the page; comments and the like are passed over. */
export function findTags(page: string): ScriptTag[] {
  const shown = page
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<(template|noscript|style|textarea)\b[\s\S]*?<\/\1\s*>/gi, '');
  return [...shown.matchAll(/<script\b((?:[^>"']|"[^"]*"|'[^']*')*)>/gi)].flatMap(([, inside = '']) => {
    const attributes = readAttributes(inside);
    const src = attributes.get('src');
    return src !== undefined && /(?:^|\/)askfirst\.js(?:[?#]|$)/.test(src) ? [{ src, attributes }] : [];
  });
}

/** What the page's own `<meta http-equiv="Content-Security-Policy">` elements say. */
export function findMetaPolicies(page: string): string[] {
  return [...page.replace(/<!--[\s\S]*?-->/g, '').matchAll(/<meta\b((?:[^>"']|"[^"]*"|'[^']*')*)>/gi)].flatMap(
    ([, inside = '']) => {
      const attributes = readAttributes(inside);
      const isPolicy = attributes.get('http-equiv')?.toLowerCase() === 'content-security-policy';
      return isPolicy ? [attributes.get('content') ?? ''] : [];
    },
  );
}

function readAttributes(inside: string): Map<string, string> {
  const found = inside.matchAll(/([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g);
  return new Map([...found].map(([, name = '', ...values]) => [name.toLowerCase(), toPlain(values.join(''))]));
}

function toPlain(text: string): string {
  return text
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

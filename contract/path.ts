/** Makes a page's path fit to be kept: no query, no fragment, no identifiers. Used by the page to write it and by the collector to check it. */

/** How a site's paths are shortened; `paths` of the configuration. */
export interface PathRules {
  /** Shapes such as `/:group/:project/issues/:id`; the first that fits becomes the path. */
  readonly templates: readonly string[];
  /** Paths kept as they are: `*` is one segment, `**` at the end is any number. */
  readonly keep: readonly string[];
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Could this piece of text single somebody or something out? Digits, UUIDs, hex, e-mail addresses, long random text.
 * Errs on the side of yes: a number of five digits counts, a year does not when words stand beside it.
 */
export function looksLikeIdentifier(text: string): boolean {
  if (/^\d+$/.test(text) || UUID.test(text) || text.includes('@') || text.length > 80) return true;
  return text
    .split(/[-_.~+ ]/)
    .some(
      (word) =>
        /\d{5}/.test(word) ||
        (/^[0-9a-f]{8,}$/i.test(word) && /\d/.test(word)) ||
        (word.length >= 10 && /\d/.test(word) && /[a-z]/i.test(word)) ||
        (word.length >= 16 && /[a-z]/.test(word) && /[A-Z]/.test(word)) ||
        word.length > 30,
    );
}

/** Does a pattern (`*`, `**`, `:name`) fit a path? */
export function fitsPath(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.at(-1) === '**') {
    wanted.pop();
    given.length = Math.min(given.length, wanted.length);
  }
  return (
    wanted.length === given.length &&
    wanted.every((part, at) => (part === '*' || part[0] === ':' ? given[at] !== '' : part === given[at]))
  );
}

/**
 * The path as it is recorded: templates first, then kept paths, else identifiers become `:id`.
 * Applied to its own result it changes nothing, which is how the collector checks a path.
 * @param pathname a URL's path; what follows `?` or `#` is cut off
 */
export function toPath(pathname: string, rules: PathRules): string {
  const path = pathname.replace(/[?#].*$/s, '') || '/';
  const template = rules.templates.find((shape) => fitsPath(shape, path));
  if (template) return template;
  if (rules.keep.some((shape) => fitsPath(shape, path))) return path;
  return path
    .split('/')
    .map((segment) => (segment[0] !== ':' && looksLikeIdentifier(decode(segment)) ? ':id' : segment))
    .join('/');
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // Not valid percent-encoding, so the segment is judged as it stands.
    return segment;
  }
}

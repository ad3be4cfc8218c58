/**
 * What a visitor agreed to, judged by hand: imports nothing of contract, src or collector. A path may be recorded under
 * new rules if it tells no two pages apart that were one under the rules agreed to.
 */

/** A definition as a file has it. */
export interface Written {
  readonly [key: string]: unknown;
  readonly purpose: string;
  readonly expires: string;
  readonly retentionDays: number;
  readonly properties: Readonly<Record<string, { type: string; values?: string[]; most?: number; bounds?: number[] }>>;
}

/** How a site's paths are recorded. */
export interface PathRules {
  readonly templates: readonly string[];
  readonly keep: readonly string[];
  readonly ignore: readonly string[];
}

/** A scope, noted when it was released. */
export interface Agreed {
  readonly words: Readonly<Record<string, string>>;
  readonly metrics: ReadonlyMap<string, Written>;
  readonly paths: PathRules;
  readonly timePrecision: 'day' | 'hour';
}

/** Every address of the little site. `123456` is what an identifier looks like. */
export const RAW_PATHS: readonly string[] = ['/p/q', '/p/r', '/p/123456', '/p/654321', '/q/123456', '/q/r', '/q'];

/** Does a pattern fit? `*` and `:name` stand for one segment. */
export function fits(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  return wanted.length === given.length && wanted.every((part, at) => /^(\*$|:)/.test(part) || part === given[at]);
}

/** What is recorded of a path. */
function record(path: string, { templates, keep }: PathRules): string {
  const template = templates.find((pattern) => fits(pattern, path));
  if (template) return template;
  return keep.some((pattern) => fits(pattern, path)) ? path : path.replace(/\d{6}/g, ':id');
}

/** Why what was recorded goes beyond what was agreed to; empty if it does not. */
export function allowedBy(
  agreed: Agreed,
  it: {
    readonly metric: string;
    readonly page: string;
    readonly properties: Readonly<Record<string, string | number | boolean>>;
    readonly hasHour: boolean;
    readonly words: Readonly<Record<string, string>>;
    readonly now: PathRules;
  },
): string {
  const metric = agreed.metrics.get(it.metric);
  if (!metric) return `${it.metric} was not in the scope`;
  if (agreed.words[metric.purpose] !== it.words[metric.purpose]) return 'the purpose was told in other words';
  if (metric.expires <= '2026-11-22') return 'it had expired in the scope';
  if (it.hasHour && agreed.timePrecision === 'day') return 'the hour was not in the scope';
  if (agreed.paths.ignore.some((pattern) => fits(pattern, it.page))) return 'the page was to be ignored';
  for (const [name, value] of Object.entries(it.properties)) {
    const property = metric.properties[name];
    if (!property) return `${name} was not in the scope`;
    const isRight = {
      boolean: typeof value === 'boolean',
      choice: property.values?.includes(String(value)) && typeof value === 'string',
      count: typeof value === 'number' && value <= (property.most ?? -1),
      bucket: typeof value === 'number' && property.bounds?.includes(value),
      path: typeof value === 'string' && value[0] === '/',
    }[property.type];
    if (!isRight) return `${name} had other values in the scope`;
    if (property.type !== 'path') continue;
    const path = String(value);
    const isOne = (other: string) => record(other, agreed.paths) === record(path, agreed.paths);
    const told = RAW_PATHS.find((other) => isOne(other) && record(other, it.now) !== record(path, it.now));
    if (told) return `${path} and ${told} were one path in the scope`;
  }
  return '';
}

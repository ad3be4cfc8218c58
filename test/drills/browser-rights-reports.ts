/** Every report as the command prints it, beside what those who stayed have sent. */

/** What the reports must say. */
export interface Truth {
  /** Each has told its day once. */
  readonly visitors: number;
  /** Page views by path. */
  readonly paths: ReadonlyMap<string, number>;
  /** Dropped events by reason. */
  readonly drops: ReadonlyMap<string, number>;
}

/** What the reports say. */
export interface ReadReports {
  /** For the search: everything printed. */
  readonly texts: readonly string[];
  /** Rows and totals that are not as they must be. */
  readonly miscounted: readonly string[];
}

interface Printed {
  readonly rows: readonly { readonly value?: string; readonly count: number }[];
  readonly total: number;
}

/** Asks for all of them. On the drill's site, a development site, every figure is exact. */
export function readReports(run: (...words: readonly string[]) => string, truth: Truth): ReadReports {
  const { visitors, paths, drops } = truth;
  const shown = sum(paths);
  const expected: readonly (readonly [name: string, total: number, byValue?: ReadonlyMap<string, number>])[] = [
    ['visitors', visitors],
    ['page-views', shown],
    ['top-pages', shown, paths],
    ['drops', sum(drops), drops],
  ];
  const texts: string[] = [];
  const miscounted = expected.flatMap(([name, total, byValue]) => {
    const text = run('report', name, '--json', ...(name === 'top-pages' ? ['--limit', '1000'] : []));
    texts.push(text);
    // Our own command's answer; what is missing in it is not as it must be.
    const printed = JSON.parse(text) as Printed;
    const told = (what: string, count: number | undefined, must: number | undefined) =>
      (count ?? 0) === (must ?? 0) ? [] : [`${name}, ${what}: ${count ?? 0} instead of ${must ?? 0}`];
    const counts = new Map(printed.rows.map(({ value = '', count }) => [value, count]));
    return [
      ...told('total', printed.total, total),
      ...told(
        'all rows',
        printed.rows.reduce((all, { count }) => all + count, 0),
        total,
      ),
      ...[...new Set([...(byValue ? counts.keys() : []), ...(byValue?.keys() ?? [])])].flatMap((value) =>
        told(value, counts.get(value), byValue?.get(value)),
      ),
    ];
  });
  return { texts, miscounted };
}

const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((all, one) => all + one, 0);

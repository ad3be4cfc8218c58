import type { Stored } from './stored.ts';
import type { ExpectedContent } from './truth/expected-content.ts';

/** What differs, and how many figures were looked at. */
export interface Difference {
  readonly numbers: number;
  readonly differences: readonly string[];
}

/** Compares all that is stored with all that must be, both ways. */
export function compareContent(
  expected: ExpectedContent & { readonly ids: ReadonlySet<string> },
  stored: Stored,
): Difference {
  const names = new Set([...expected.groups.keys(), ...stored.groups.keys()]);
  const groups = [...names].flatMap((name) => {
    const [wanted = 'none', there = 'none'] = [expected.groups.get(name), stored.groups.get(name)];
    return wanted === there ? [] : [`${name}: must be ${wanted}; stored is ${there}`];
  });
  return {
    numbers: names.size + expected.ids.size + expected.rows.size + 1,
    differences: [
      ...groups,
      ...compareSets('event', expected.ids, stored.ids),
      ...compareSets('standing yes', expected.rows, stored.rows),
      ...(expected.consents === stored.consents
        ? []
        : [`consents: must be ${expected.consents}; stored are ${stored.consents}`]),
    ],
  };
}

function compareSets(what: string, wanted: ReadonlySet<string>, there: ReadonlySet<string>): readonly string[] {
  return [
    ...[...wanted].filter((one) => !there.has(one)).map((one) => `${what} ${one} is missing`),
    ...[...there].filter((one) => !wanted.has(one)).map((one) => `${what} ${one} should not be there`),
  ];
}

import { expect, it } from 'vitest';
import { findFaults, runBrowserRightsDrill } from './browser-rights-drill.ts';
import { planVisitor, TROUBLES } from './browser-rights-troubles.ts';

/** Full size by `npm run drill`. */
const VISITORS = 6;

it(`P8 P9 T-67 T-69 T-70 T-71 of ${VISITORS} visitors with three tabs each, those who erased and withdrew have left no byte behind, and the others everything that is theirs`, async () => {
  const report = await runBrowserRightsDrill(VISITORS);
  console.log(`P9: ${JSON.stringify(report)}`);
  expect(findFaults(report)).toEqual([]);
  expect(report.visitors).toBe(VISITORS);
  expect(report.late).toBeGreaterThan(0);
  // Six visitors are enough to meet everything; with both rights each in the full drill.
  for (const trouble of TROUBLES) expect(Object.keys(report.met).some((what) => what.endsWith(trouble))).toBe(true);
}, 400_000);

it('P8 P9 the full drill plans every trouble with both rights, and a third of the visitors for each deed', () => {
  const planned = Array.from({ length: 30 }, (_, number) => planVisitor(number));
  for (const deed of ['erase', 'withdraw', 'stay'] as const) {
    const own = planned.filter((one) => one.deed === deed);
    expect(own).toHaveLength(10);
    const troubles = own.flatMap((one) => one.troubles);
    if (deed !== 'stay') expect([...new Set(troubles)].sort()).toEqual([...TROUBLES].sort());
  }
});

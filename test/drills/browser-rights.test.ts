import { expect, it } from 'vitest';
import { runBrowserRightsDrill } from './browser-rights-drill.ts';

/** Full size by `npm run drill`. */
const VISITORS = 6;

it(`P8 P9 T-67 T-69 T-70 of ${VISITORS} visitors with three tabs each, those who erased and withdrew have left no byte behind, and the others everything`, async () => {
  const report = await runBrowserRightsDrill(VISITORS);
  console.log(`P9: ${JSON.stringify(report)}`);
  expect(report).toMatchObject({ visitors: VISITORS, foundBefore: VISITORS, leftBehind: [], missing: [], cameBack: 0 });
  expect(report.late).toBeGreaterThan(0);
  expect(report.counted).toBe(report.expected);
}, 240_000);

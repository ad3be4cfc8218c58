import { createRandom } from './random.ts';
import { SCENARIOS, type Scenario, type Visitor } from './scenarios.ts';

/** The smallest run: every kind of answer, every kind of trouble, and enough who say yes for cells to survive. */
const FIRST_TWELVE: readonly Scenario[] = [
  'accept and buy',
  'refuse',
  'ignore',
  'privacy control',
  'come back',
  'several tabs',
  'reload',
  'offline',
  'close while offline',
  'close before the answer',
  'sleep on it',
  'change of mind',
];

/** How often a scenario is drawn beyond the first twelve. */
const WEIGHTS: Readonly<Record<Scenario, number>> = {
  accept: 20,
  'accept and buy': 10,
  refuse: 14,
  ignore: 10,
  'privacy control': 6,
  'come back': 8,
  'several tabs': 6,
  reload: 6,
  offline: 5,
  'close while offline': 4,
  'close before the answer': 4,
  'sleep on it': 5,
  'sleep too long': 4,
  'change of mind': 4,
};

/** The visitors of a run. The same seed and number give the same visitors. */
export function planVisitors(contexts: number, seed: number): readonly Visitor[] {
  const random = createRandom(seed);
  // `Object.entries` forgets which keys an object has.
  const lottery = (Object.entries(WEIGHTS) as [Scenario, number][]).flatMap(([scenario, weight]) =>
    Array.from({ length: weight }, () => scenario),
  );
  return Array.from({ length: contexts }, (_, at) => {
    const scenario = FIRST_TWELVE[at] ?? random.pick(lottery);
    return {
      browser: `browser-${String(at + 1).padStart(3, '0')}`,
      scenario,
      gpc: scenario === 'privacy control',
      sittings: SCENARIOS[scenario](random),
    };
  });
}

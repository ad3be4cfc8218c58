import { describe, expect, it } from 'vitest';
import { playScript, type ScriptStep } from './played/script.ts';

const SCRIPTS: readonly (readonly [what: string, script: readonly ScriptStep[]])[] = [
  [
    'a yes, and what waited and what comes is sent',
    [
      ['track', 0],
      ['grant', 0],
      ['track', 0],
      ['flush', 0],
      ['track', 0],
      ['flush', 0],
    ],
  ],
  [
    'a no to what waited',
    [
      ['track', 0],
      ['track', 1],
      ['deny', 1],
      ['track', 0],
    ],
  ],
  [
    'a yes, events, a no, and pages loaded again',
    [
      ['grant', 0],
      ['track', 0],
      ['flush', 0],
      ['track', 1],
      ['deny', 1],
      ['reload', 0],
      ['track', 0],
    ],
  ],
  [
    'a no, then a yes after all',
    [
      ['track', 0],
      ['deny', 0],
      ['grant', 0],
      ['track', 1],
      ['flush', 1],
    ],
  ],
  [
    'an event that is forgotten',
    [
      ['track', 0],
      ['track', 0],
      ['grant', 1],
      ['forget', 0],
      ['flush', 1],
      ['forget', 1],
    ],
  ],
  [
    'a page that goes before it has sent',
    [
      ['grant', 0],
      ['track', 0],
      ['reload', 0],
      ['track', 1],
      ['flush', 0],
      ['flush', 1],
    ],
  ],
];

/** What browsers reject with: a lost connection, a full disk, a transaction given up. */
const ERRORS = ['UnknownError', 'QuotaExceededError', 'AbortError'];

describe('a disk whose n-th step fails', () => {
  it.each(SCRIPTS)('T-18 breaks no promise, whichever step it is: %s', { timeout: 120_000 }, async (_what, script) => {
    const { broken, diskSteps } = await playScript(script);
    expect(broken).toEqual([]);
    expect(diskSteps).toBeGreaterThan(20);
    let faults = 0;
    for (let step = 1; step <= diskSteps; step += 1)
      for (const error of ERRORS)
        for (const lasts of [false, true]) {
          faults += 1;
          const told = await playScript(script, { step, error, lasts });
          expect(
            told.broken,
            `step ${step}${lasts ? ' and all after it' : ''}: ${error}\n${told.story.join('\n')}`,
          ).toEqual([]);
        }
    console.log(`T-18: ${faults} faults in ${diskSteps} steps`);
  });

  it('T-18 T-35 that cannot write once delays sending, but needs nobody to begin it anew', async () => {
    const script: readonly ScriptStep[] = [
      ['grant', 0],
      ['track', 0],
      ['flush', 0],
    ];
    const whole = await playScript(script, undefined, 'commit');
    expect(whole.arrivedByItself).toBe(1);
    for (let step = whole.diskStepsBeforeLast + 1; step <= whole.diskSteps; step += 1)
      for (const error of ERRORS) {
        const told = await playScript(script, { step, error, lasts: false }, 'commit');
        expect(told.arrivedByItself, `commit ${step}: ${error}\n${told.story.join('\n')}`).toBe(1);
      }
  });
});

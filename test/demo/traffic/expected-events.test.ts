import { describe, expect, it } from 'vitest';
import { expectOutcomes, toDay } from '../../../demo/traffic/truth/expected-events.ts';
import type { TruthLine } from '../../../demo/traffic/truth/truth-file.ts';

const START = Date.parse('2026-11-26T09:00:00Z');
const HOUR = 3_600_000;

/** Lines of one browser; each step is what it did, the path if a page was shown, and the hours since the start. */
function walk(...steps: [did: TruthLine['did'], path?: string | undefined, hours?: number][]): TruthLine[] {
  return steps.map(([did, path, hours = 0], order) => ({
    order,
    browser: 'b',
    atMs: START + hours * HOUR,
    did,
    ...(path === undefined ? {} : { path }),
  }));
}

const outcome = (lines: TruthLine[]) => expectOutcomes(lines, 'Europe/Athens').get('b');
const paths = (lines: TruthLine[]) => outcome(lines)?.views.map(({ path }) => path);

describe('what the truth says must have arrived', () => {
  it('is nothing without a yes', () => {
    expect(paths(walk(['view', '/a'], ['turn', '/b'], ['close']))).toEqual([]);
    expect(paths(walk(['view', '/a'], ['refuse'], ['view', '/b']))).toEqual([]);
  });

  it('is everything before and after a yes', () => {
    const lines = walk(['view', '/a'], ['reload', '/a'], ['accept'], ['add', '/cart'], ['turn', '/b']);
    expect(paths(lines)).toEqual(['/a', '/a', '/cart', '/b']);
    expect(outcome(lines)?.decision).toBe('granted');
  });

  it('leaves out what waited more than a day for the yes', () => {
    expect(paths(walk(['view', '/old'], ['view', '/new', 2], ['accept', undefined, 25]))).toEqual(['/new']);
  });

  it('is nothing of a browser that sends Global Privacy Control', () => {
    const [arrive, ...others] = walk(['arrive'], ['view', '/a']);
    expect(paths([{ ...(arrive as TruthLine), gpc: true }, ...others])).toEqual([]);
  });

  it('begins, where a no became a yes, with the page on which it did', () => {
    const lines = walk(['view', '/a'], ['refuse'], ['view', '/b'], ['reopen'], ['accept', '/b'], ['view', '/c']);
    expect(paths(lines)).toEqual(['/b', '/c']);
  });

  it('has the page of a first yes once', () => {
    expect(paths(walk(['view', '/a'], ['accept', '/a'], ['view', '/c']))).toEqual(['/a', '/c']);
  });

  it('lies on the day of the site, not of UTC', () => {
    expect(toDay(Date.parse('2026-11-26T22:20:00Z'), 'Europe/Athens')).toBe('2026-11-27');
    expect(toDay(Date.parse('2026-11-26T21:40:00Z'), 'Europe/Athens')).toBe('2026-11-26');
  });
});

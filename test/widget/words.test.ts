import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { WidgetTexts } from '../../contract/texts.ts';

const read = (file: string): WidgetTexts => JSON.parse(readFileSync(`widget/texts/${file}`, 'utf8'));
const english = read('en.json');

/** What a visitor reads before they answer, as they read it. */
const FIRST_LAYER = [
  english.question.replace('{controller}', 'Harbour Journal'),
  english.waitingMany.replace('{n}', '3').replace('{time}', 'noon'),
  english.waitingOne.replace('{n}', '1').replace('{time}', 'noon'),
  english.waitingNone,
];

/** Praise, guilt, haste and the words of banners that steer (UI-A10, UI-A11). */
const STEERING = [
  /best experience/i,
  /improve your|your experience|personali[sz]ed/i,
  /\b(ok|okay|got it|continue|agree|sure)\b/i,
  /\b(please|sorry|sadly|unfortunately|miss out|help us|support us|free)\b/i,
  /\b(only|just|simply|recommended|required|necessary|must)\b/i,
  /!/,
  /we (value|respect|care)/i,
  /cookie/i,
];

describe('UI-A10 the words', () => {
  it('name what is rejected and accepted, in the same form', () => {
    expect([english.reject, english.accept]).toEqual(['Reject analytics', 'Accept analytics']);
    expect(english.acceptTicked.startsWith('Accept ')).toBe(true);
  });

  it('are those of design 5.4 about what waits', () => {
    expect(english.waitingMany).toBe(
      'This page has kept {n} notes in this browser since {time}. Nothing has been sent. If you accept, they are sent too, unless you remove them; if you reject, they are destroyed.',
    );
  });

  it('read no harder than grade 8', () => {
    for (const text of FIRST_LAYER) expect([text, gradeOf(text) <= 8]).toEqual([text, true]);
  });

  it.each(Object.entries(english))('%s steers nobody', (_name, text) => {
    for (const pattern of STEERING) expect(text).not.toMatch(pattern);
  });

  it('UI-A11 say as much about a yes as about a no', () => {
    const halves = /If you accept, (.*?); if you reject, (.*)\./.exec(english.waitingMany);
    expect(halves).not.toBeNull();
    expect(Math.abs(english.accepted.split('.').length - english.rejected.split('.').length)).toBeLessThanOrEqual(1);
  });

  it('every language has every text, with the same places to fill', () => {
    const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
    for (const file of readdirSync('widget/texts').filter((name) => name.endsWith('.json'))) {
      const texts = read(file);
      expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort());
      for (const [name, text] of Object.entries(english))
        expect(places(String(texts[name as keyof WidgetTexts]))).toEqual(places(text));
    }
  });
});

/** The Flesch-Kincaid grade of a text, its mean over the text. Source: Kincaid et al. 1975. */
function gradeOf(text: string): number {
  const sentences = text.split(/[.?;!]+\s/).length;
  const words = text.match(/[a-z]+|\d+/gi) ?? [];
  const syllables = words.reduce(
    (sum, word) =>
      sum +
      Math.max(
        1,
        (
          word
            .toLowerCase()
            .replace(/e$/, '')
            .match(/[aeiouy]+/g) ?? []
        ).length,
      ),
    0,
  );
  return 0.39 * (words.length / sentences) + 11.8 * (syllables / words.length) - 15.59;
}

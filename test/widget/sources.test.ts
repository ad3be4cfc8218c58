import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { STYLES } from '../../widget/banner/styles.ts';

const sources = readdirSync('widget', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => [file, readFileSync(`widget/${file}`, 'utf8')] as const);

describe('the sources of the widget', () => {
  it.each(sources)('UI-G2 %s has no way to turn text into markup or code', (_file, source) => {
    expect(source).not.toMatch(
      /innerHTML|outerHTML|insertAdjacent|document\.write|srcdoc|DOMParser|createContextualFragment|\beval\b|new Function/,
    );
  });

  it.each(sources)('UI-G1 %s writes no style attribute', (_file, source) => {
    expect(source).not.toMatch(/\.style\b|setAttribute\('style'|cssText/);
  });

  it.each(sources)('UI-A7, P3 %s stores nothing, sends nothing and has no timer', (_file, source) => {
    expect(source).not.toMatch(
      /fetch\(|sendBeacon|XMLHttpRequest|indexedDB|localStorage|sessionStorage|cookie|setTimeout|setInterval/,
    );
  });

  it('UI-A5 nothing of the widget or its configuration can tick a box', () => {
    for (const [file, source] of sources)
      expect([file, /checked\s*[:=](?!=)|defaultChecked/.test(source)]).toEqual([file, false]);
  });

  it('UI-A4 offers a theme no handle: no custom property, part or slot', () => {
    for (const [file, source] of sources)
      expect([file, /var\(--|--[a-z]|::part|\.part\b|\bpart: '|exportparts|<slot|'slot'/.test(source)]).toEqual([
        file,
        false,
      ]);
  });

  it('UI-A2 no rule of the styles could name one answer and not the other', () => {
    expect(STYLES).not.toMatch(/nth-|first-of|last-of|last-child|only-|button\s*[+~]/);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printCheckRules } from './printed/check-rules.ts';
import { printDropReasons, printProblems } from './printed/pages.ts';
import { replaceSection } from './printed/replace-section.ts';

const read = (path: string) => readFileSync(join(import.meta.dirname, '..', path), 'utf8');

describe('pages that come from code', () => {
  it('docs/problems.md is what the contract says (else: npm run docs)', () => {
    expect(read('docs/problems.md')).toBe(printProblems());
  });

  it('docs/drop-reasons.md is what the contract says (else: npm run docs)', () => {
    expect(read('docs/drop-reasons.md')).toBe(printDropReasons());
  });

  it('docs/check-rules.md is what the rules say (else: npm run docs)', () => {
    expect(read('docs/check-rules.md')).toBe(printCheckRules());
  });

  it('refuses to print into a page without the section', () => {
    expect(() => replaceSection('# A page', 'sizes', '')).toThrow('no section <!-- sizes -->');
  });
});

import { afterAll, describe, expect, it } from 'vitest';
import { checkRegistry } from '../../../collector/registry/check-registry.ts';
import { CHECK_RULES } from '../../../collector/registry/rules/check-rules.ts';
import { createTestFolder, removeTestFolders, TODAY } from './registry-folder.ts';
import { type Edit, GOOD_CONFIGURATION, GOOD_METRIC, LINKED, RULE_FIXTURES } from './rule-fixtures.ts';

afterAll(removeTestFolders);

const RULE_IDS = new Set(CHECK_RULES.map(({ id }) => id));

/** What rules say of the good files after these edits, as `file:line:column rule`; reviews aside. */
function check(edits: readonly Edit[]): string[] {
  const folder = createTestFolder({
    'askfirst.yaml': GOOD_CONFIGURATION,
    'metrics/cart.yaml': GOOD_METRIC,
    'metrics/linked.yaml': LINKED,
    'metrics/more.yaml': '',
  });
  for (const [file, from, to] of edits) folder.edit(file, from, to);
  return checkRegistry(folder.folder, { today: TODAY })
    .findings.filter(({ rule }) => RULE_IDS.has(rule) || rule === 'shape' || rule === 'yaml' || rule === 'unknown-key')
    .map(({ file, line, column, rule }) => `${file}:${line}:${column} ${rule}`);
}

describe('the rules of check', () => {
  it('are at least 25, each named once and each with a fixture', () => {
    expect(RULE_IDS.size).toBe(CHECK_RULES.length);
    expect(RULE_IDS.size).toBeGreaterThanOrEqual(25);
    expect(Object.keys(RULE_FIXTURES).sort()).toEqual([...RULE_IDS].sort());
  });

  it('say nothing of files that are in order', () => {
    expect(check([])).toEqual([]);
  });

  it.each(Object.entries(RULE_FIXTURES))('%s is told where it is broken', (rule, { fails, at }) => {
    expect(check(fails)).toContain(`${at} ${rule}`);
  });

  it.each(Object.entries(RULE_FIXTURES))('%s is not told where it just holds', (rule, { passes }) => {
    expect(
      check(passes).filter((found) => found.endsWith(` ${rule}`) || / (shape|yaml|unknown-key)$/.test(found)),
    ).toEqual([]);
  });
});

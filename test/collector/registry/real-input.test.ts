import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { checkRegistry } from '../../../collector/registry/check-registry.ts';
import { createTestFolder, removeTestFolders, TODAY } from './registry-folder.ts';
import { GOOD_CONFIGURATION } from './rule-fixtures.ts';

afterAll(removeTestFolders);

/** What check must say of each metric, written down before it was run on it. Nothing means that it is in order. */
const VERDICTS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'glean.yaml': {
    'app.opened': ['expired'],
    'startup.measured': ['shape'],
    'searchbar.tapped': [],
    'address.entered': [],
    'search.performed': [],
    'menu.action': ['empty-metric-name'],
    'pages.counted': ['count-too-fine'],
    'preference.toggled': [],
    'news.tapped': [],
    'link.opened': [],
  },
  'gitlab.yaml': {
    'merge.create': ['identifier-property', 'open-without-distinct', 'two-open-properties'],
    'commit.comment': [],
    'password.weak': ['two-open-properties'],
    'search.run': [],
    'docs.visit': ['choice-of-one'],
    'target.select': [],
    'activity.update': ['generic-why', 'why-without-gain'],
    'incident.meet': [],
    'token.button': [],
    'overview.show': ['generic-why', 'why-without-gain'],
  },
  'homebrew-and-vs-code.yaml': {
    'formula.install': ['two-open-properties'],
    'formula.request': [],
    'cask.install': [],
    'build.failure': ['browser-property-beside-others', 'two-open-properties'],
    'command.run': [],
    'machine.family': [],
    'gallery.open': [],
    'pack.suggest': ['browser-property-beside-others'],
    'cloud.signin': ['text-only-in-content'],
    'script.trace': ['identifier-property'],
  },
};

/** Where a metric stands in review and release is not what these files are about. */
const BESIDE = new Set(['not-reviewed', 'unreleased']);

describe.each(Object.entries(VERDICTS))('real metrics of %s', (file, verdicts) => {
  const text = readFileSync(new URL(`real-input/${file}`, import.meta.url), 'utf8');
  const folder = createTestFolder({ 'askfirst.yaml': GOOD_CONFIGURATION, 'metrics/real.yaml': text });
  const { findings } = checkRegistry(folder.folder, { today: TODAY });
  const lines = text.split('\n');

  /** The metric that stands around a line. */
  const metricAt = (line: number) =>
    lines
      .slice(0, line)
      .findLast((words) => /^[a-z.]+:$/.test(words))
      ?.slice(0, -1) ?? '';

  it('are ten', () => {
    expect(lines.filter((words) => /^[a-z]+\.[a-z]+:$/.test(words))).toHaveLength(10);
  });

  it.each(Object.entries(verdicts))('%s gets the verdict %j', (metric, expected) => {
    const found = findings
      .filter(
        (finding) =>
          finding.file === 'metrics/real.yaml' && !BESIDE.has(finding.rule) && metricAt(finding.line) === metric,
      )
      .map(({ rule }) => rule);
    expect([...new Set(found)].sort()).toEqual(expected);
  });
});

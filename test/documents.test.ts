import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSources } from './architecture/source.ts';

const documents = readSources().filter(({ path }) => path.endsWith('.md'));
const scripts = Object.keys(
  // Our own file; its shape is npm's.
  (JSON.parse(readSources().find(({ path }) => path === 'package.json')?.text ?? '{}') as { scripts: object }).scripts,
);

describe('documents', () => {
  it.each(documents.map(({ path, text }) => [path, text]))('%s links to files that are there', (path, text) => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target.replace(/#.*$/, ''));
    const local = links.filter((target) => target !== '' && !/^(https?|mailto):/.test(target));
    const missing = local.filter((target) => !existsSync(posix.join(posix.dirname(path), target)));
    expect(missing).toEqual([]);
  });

  it.each(documents.map(({ path, text }) => [path, text]))('%s names scripts that can be run', (_path, text) => {
    const named = [...text.matchAll(/npm run ([a-z:]+)/g)].map(([, script = '']) => script);
    expect(named.filter((script) => !scripts.includes(script))).toEqual([]);
  });

  it('the README stays under 280 lines', () => {
    expect(documents.find(({ path }) => path === 'README.md')?.text.split('\n').length).toBeLessThan(280);
  });
});

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { makeFolder, openCollector, pageView } from './receive/open-collector.ts';
import { registryFixture } from './receive/registry-fixture.ts';
import { ISSUER, openApp, SECRET } from './subjects/open-app.ts';

/** The first block of code of a page in that language. */
const takeBlock = (page: string, language: string): string =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(readFileSync(`docs/recipes/${page}`, 'utf8'))?.[1] ?? '';

/** The same in a file of its own; it needs no package. */
function takeCode(page: string): string {
  const code = takeBlock(page, 'js');
  const file = join(makeFolder(), 'recipe.mjs');
  writeFileSync(file, code);
  return file;
}

/** The parts that need no browser; test/browser/recipes runs whole servers. */
const hasRuby = spawnSync('ruby', ['-rjwt', '-rerb', '-e', '']).status === 0;

describe('recipes', () => {
  it('a server-rendered page needs one token and one tag, and the collector knows the person by it', async () => {
    // The recipe's own functions.
    const recipe = (await import(pathToFileURL(takeCode('server-rendered.md')).href)) as {
      subjectToken(person: object, keys: object): string;
      askfirstTag(token?: string): string;
    };
    const app = openApp();
    const keys = { secret: SECRET, issuer: ISSUER, now: app.clock.now() };
    const token = recipe.subjectToken({ id: '4711', organisation: 'harbour' }, keys);
    expect(recipe.askfirstTag(token)).toContain(` data-subject="${token}"`);
    expect(recipe.askfirstTag()).not.toContain('data-subject');
    expect((await app.answer(token, true)).status).toBe(204);
    const off = recipe.subjectToken({ id: '4711', organisation: 'harbour', isOff: true }, keys);
    expect((await app.askPass(off)).status).toBe(403);
  });

  it.skipIf(!hasRuby)('so does one of Rails, with its own library for tokens', async () => {
    const [helper = '', layout = ''] = ['ruby', 'erb'].map((language) => takeBlock('server-rendered.md', language));
    const folder = makeFolder();
    writeFileSync(join(folder, 'askfirst_helper.rb'), helper);
    writeFileSync(join(folder, 'layout.erb'), layout);
    const program = `
      require "erb"
      require "./askfirst_helper"
      include AskfirstHelper
      User = Struct.new(:id, :company_id)
      [User.new(4711, "harbour"), nil].each do |current_user|
        puts ERB.new(File.read("layout.erb").strip).result_with_hash(current_user: current_user)
      end`;
    const { stdout, stderr } = spawnSync('ruby', ['-e', program], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...env, ASKFIRST_SUBJECT_SECRET: SECRET },
    });
    expect(stderr).toBe('');
    const [named = '', nobody = ''] = stdout.trim().split('\n');
    expect(nobody).toBe('<script defer src="/askfirst/askfirst.js" referrerpolicy="no-referrer"></script>');
    const token = / data-subject="([\w.-]+)"/.exec(named)?.[1] ?? '';
    expect(named.replace(` data-subject="${token}"`, '')).toBe(nobody);
    const app = openApp();
    // Ruby has the machine's clock.
    app.clock.nowMs = Date.now();
    expect((await app.answer(token, true)).status).toBe(204);
  });

  it('one collector keeps two sites apart, and answers for no third', async () => {
    const [, list = ''] = /sites: \[(.*)\]/.exec(readFileSync('docs/recipes/two-sites.md', 'utf8')) ?? [];
    const sites = list.split(', ');
    const { collector } = openCollector({ readRegistry: () => registryFixture({ sites }) });
    const post = (site: string) =>
      collector.fetch(
        new Request(`${site}/events`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
          body: JSON.stringify({ version: 1, scope: 2, purposes: ['improve'], events: [pageView()] }),
        }),
      );
    for (const site of sites) expect((await post(site)).status).toBe(202);
    expect(await collector.store.readSites()).toEqual(expect.arrayContaining(sites));
    for (const site of sites) expect(await collector.store.readDay(site, '2026-11-21')).toHaveLength(1);
    expect((await post('https://other.example/askfirst')).status).toBe(404);
  });
});

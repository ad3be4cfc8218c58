/**
 * Signs the registries of the demo's shop and forge anew, as a steward would at the command line: makes a key, reviews every metric, freezes
 * a scope, and throws the private key away, so that nobody can sign for the demo's steward again. Build first.
 * Run: npm run demo:sign [-- --site shop|forge] [--keep-key <file outside the repository>]
 */

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** Who signs where. */
const STEWARDS: Readonly<Record<string, readonly [name: string, host: string]>> = {
  shop: ['marta', 'tern-and-tide.example'],
  forge: ['joana', 'harbour-works.example'],
};
const COMMAND = fileURLToPath(new URL('../dist/command/askfirst.js', import.meta.url));

/** What Marta answers to the questions of `askfirst review approve`. JSON is YAML. */
const ANSWERS = {
  documented: 'Yes: the dictionary page shows its definition, its reason and its owners.',
  justified: 'Yes: the reason names a decision that we take, and what visitors have of it.',
  matchesConsent: 'Yes: nothing is sent before a visitor grants its purpose, and nothing after they withdraw.',
  lean: 'Yes: one question, at most one open property, no identifier, and rows go after half a year at most.',
  category: 'Interaction: what was done on our pages, not who did it.',
};

/** Mozilla's scheme could be read to put paths into category 3, so a review says why ours are not. */
const PATH_CATEGORY =
  'Interaction: a path of our own site with identifiers removed says which page was useful. Mozilla puts browsing history across sites in category 3; this is one site, and no two rows of a browser can be joined.';

const { values } = parseArgs({ options: { 'keep-key': { type: 'string' }, site: { type: 'string' } } });
const folder = mkdtempSync(join(tmpdir(), 'askfirst-sign-'));

try {
  for (const [site, steward] of Object.entries(STEWARDS)) if ((values.site ?? site) === site) sign(site, steward);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Signed as a whole: reviews of metrics that are gone must not stay behind. */
function sign(site: string, [steward, host]: readonly [string, string]): void {
  const registry = fileURLToPath(new URL(`${site}/askfirst`, import.meta.url));
  const key = join(folder, `${site}.pem`);
  const askfirst = (...args: readonly string[]) => runCommand([...args, '--registry', registry]);
  for (const old of ['reviews', 'askfirst.lock', 'stewards.yaml'])
    rmSync(join(registry, old), { recursive: true, force: true });
  askfirst('review', 'steward', steward, '--email', `${steward}@${host}`, '--key', key);
  for (const [metric, text] of readMetrics(registry)) {
    const answers = join(folder, 'answers.yaml');
    const hasPath = text.includes('type: path');
    writeFileSync(answers, JSON.stringify({ ...ANSWERS, ...(hasPath && { category: PATH_CATEGORY }) }));
    askfirst('review', 'approve', metric, '--key', key, '--answers', answers);
  }
  askfirst('release');
  if (values['keep-key']) copyFileSync(key, values['keep-key']);
}

/** Runs the command as anybody would. */
function runCommand(args: readonly string[]): void {
  execFileSync(process.execPath, [COMMAND, ...args], { stdio: 'inherit' });
}

/** Each metric's name with its text. */
function* readMetrics(registry: string): Generator<[string, string]> {
  for (const file of readdirSync(join(registry, 'metrics')).sort())
    for (const block of readFileSync(join(registry, 'metrics', file), 'utf8').split(/^(?=[a-z])/m)) {
      const name = /^[a-z][a-z0-9.]+(?=:)/.exec(block)?.[0];
      if (name) yield [name, block];
    }
}

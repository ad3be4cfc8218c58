/**
 * Signs the demo shop's registry anew, as a steward would at the command line: makes a key, reviews every metric, freezes
 * a scope, and throws the private key away, so that nobody can sign for the demo's steward again. Build first.
 * Run: npm run demo:sign [-- --keep-key <file outside the repository>]
 */

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const STEWARD = 'marta';
const COMMAND = fileURLToPath(new URL('../dist/command/askfirst.js', import.meta.url));
const registry = fileURLToPath(new URL('shop/askfirst', import.meta.url));

/** What Marta answers to the questions of `askfirst review approve`. JSON is YAML. */
const ANSWERS = {
  documented: 'Yes: the dictionary page shows its definition, its reason and its owners.',
  justified: 'Yes: the reason names a decision that we take, and what visitors have of it.',
  matchesConsent: 'Yes: nothing is sent before a visitor grants its purpose, and nothing after they withdraw.',
  lean: 'Yes: one question, at most one open property, no identifier, and rows go after half a year at most.',
  category: 'Interaction: what was done in the shop, not who did it.',
};

/** Mozilla's scheme could be read to put paths into category 3, so a review says why ours are not. */
const PATH_CATEGORY =
  'Interaction: a path of our own site with identifiers removed says which page was useful. Mozilla puts browsing history across sites in category 3; this is one site, and no two rows of a browser can be joined.';

const { values } = parseArgs({ options: { 'keep-key': { type: 'string' } } });
const folder = mkdtempSync(join(tmpdir(), 'askfirst-sign-'));
const key = join(folder, 'key.pem');

try {
  // Signed as a whole: reviews of metrics that are gone must not stay behind.
  for (const old of ['reviews', 'askfirst.lock', 'stewards.yaml'])
    rmSync(join(registry, old), { recursive: true, force: true });
  askfirst('review', 'steward', STEWARD, '--email', `${STEWARD}@tern-and-tide.example`, '--key', key);
  for (const [metric, text] of readMetrics()) {
    const answers = join(folder, 'answers.yaml');
    const hasPath = text.includes('type: path');
    writeFileSync(answers, JSON.stringify({ ...ANSWERS, ...(hasPath && { category: PATH_CATEGORY }) }));
    askfirst('review', 'approve', metric, '--key', key, '--answers', answers);
  }
  askfirst('release');
  if (values['keep-key']) copyFileSync(key, values['keep-key']);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Runs the command as anybody would. */
function askfirst(...args: readonly string[]): void {
  execFileSync(process.execPath, [COMMAND, ...args, '--registry', registry], { stdio: 'inherit' });
}

/** Each metric's name with its text. */
function* readMetrics(): Generator<[string, string]> {
  for (const file of readdirSync(join(registry, 'metrics')).sort())
    for (const block of readFileSync(join(registry, 'metrics', file), 'utf8').split(/^(?=[a-z])/m)) {
      const name = /^[a-z][a-z0-9.]+(?=:)/.exec(block)?.[0];
      if (name) yield [name, block];
    }
}

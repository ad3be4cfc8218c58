/**
 * `npm run mutants`: breaks each promise on purpose and shows that a test notices (design 15).
 * Options: `--promise P1`, `--only <id>`, `--list`. Works on a copy in the temporary folder; exit 1 unless all are caught.
 */
import { parseArgs } from 'node:util';
import { readCatalogue } from './catalogue.ts';
import { createMutantRunner } from './run-mutant.ts';
import { openWorkTree } from './work-tree.ts';

const { values: options } = parseArgs({
  options: { promise: { type: 'string' }, only: { type: 'string' }, list: { type: 'boolean' } },
});

const chosen = (await readCatalogue()).filter(
  ({ id, promise }) => (options.promise ?? promise) === promise && (options.only ?? id) === id,
);
if (options.list) {
  for (const { promise, id, test } of chosen) console.log(`${promise.padEnd(3)} ${id}  (${test})`);
} else {
  process.exitCode = await runAll();
}

async function runAll(): Promise<number> {
  if (chosen.length === 0) {
    console.error('No mutant matches. See: npm run mutants -- --list');
    return 1;
  }
  const startedAtMs = Date.now();
  const seconds = (sinceMs: number) => `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;
  // Tests of built files are tried on unbroken code first, which must be built from the present code.
  const tree = openWorkTree({ rebuild: chosen.some(({ build }) => build) });
  const abort = new AbortController();
  const onInterrupt = () => abort.abort();
  process.once('SIGINT', onInterrupt).once('SIGTERM', onInterrupt);
  const counts = { caught: 0, missed: 0, broken: 0 };
  try {
    const runMutant = createMutantRunner(tree, abort.signal);
    for (const mutant of chosen) {
      const mutantStartedAtMs = Date.now();
      const outcome = await runMutant(mutant);
      if (abort.signal.aborted) break;
      counts[outcome.result] += 1;
      const why = outcome.result === 'caught' ? '' : `: ${outcome.why}`;
      console.log(
        `${outcome.result.padEnd(6)}  ${mutant.promise.padEnd(3)} ${mutant.id}  ${seconds(mutantStartedAtMs)}${why}`,
      );
    }
  } finally {
    tree.close();
  }
  if (abort.signal.aborted) {
    console.error('Stopped. Nothing of the checkout was changed.');
    return 130;
  }
  console.log(`${counts.caught} caught, ${counts.missed} missed, ${counts.broken} broken in ${seconds(startedAtMs)}`);
  return counts.missed + counts.broken === 0 ? 0 : 1;
}

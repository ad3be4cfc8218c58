import { join } from 'node:path';

/** The repository's root. */
export const ROOT = join(import.meta.dirname, '../..');

/** The registry that the bench's sites use: the demo shop's, reviewed and released. */
export const REGISTRY_FOLDER = join(ROOT, 'demo/shop/askfirst');

/** How much is measured. `--quick` is a smoke run whose numbers say nothing. */
export interface BenchOptions {
  readonly runs: number;
  /** How long each run of the ingest rows lasts. */
  readonly ingestMs: number;
  /** How long memory is watched. */
  readonly memoryMs: number;
  /** Rows in the store for the reports. */
  readonly rows: number;
  /** Calls of `askfirst(…)` in one run. */
  readonly calls: number;
}

/** Medians of seven runs, as the issue asks. */
export const FULL: BenchOptions = { runs: 7, ingestMs: 1_000, memoryMs: 60_000, rows: 1_000_000, calls: 1_000 };

/** Enough to see that every row can be measured. */
export const QUICK: BenchOptions = { runs: 1, ingestMs: 200, memoryMs: 1_000, rows: 20_000, calls: 100 };

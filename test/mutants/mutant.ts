/** One edit that breaks a promise, and the test that must notice (design 15). Lists of these lie in `catalogue/`. */
export interface Mutant {
  /** Unique over all lists, kebab-case: `posts-before-a-yes`. */
  readonly id: string;
  /** The promise it breaks, `P1` … `P12`. */
  readonly promise: string;
  /** The file to edit, from the repository's root. */
  readonly file: string;
  /** Must occur in the file exactly once; a mutant whose code has gone fails. */
  readonly from: string;
  readonly to: string;
  /** The test file to run, from the repository's root. */
  readonly test: string;
  /** Runs only the tests whose full name contains this (a regular expression, as `vitest -t`). */
  readonly name?: string;
  /** Build before the test: for tests that use built files. */
  readonly build?: boolean;
}

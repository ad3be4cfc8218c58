/** Where the threads' files lie: beside this one as TypeScript in the repository, beside the bundle when built. */

/** The file that a thread of this name runs. */
export function threadFile(name: 'writer' | 'reader' | 'copier'): URL {
  return new URL(import.meta.url.endsWith('.ts') ? `./${name}.ts` : `./${name}.js`, import.meta.url);
}

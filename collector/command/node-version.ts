/** Oldest major version of Node that works; better-sqlite3 13 crashes the process on 20. The same as `engines` of package.json. */
const OLDEST_MAJOR = 22;

/** What to tell somebody whose Node is too old, or undefined if it will do. */
export function whyNotThisNode(version: string): string | undefined {
  if (Number(version.split('.')[0]) >= OLDEST_MAJOR) return undefined;
  return `askfirst needs Node ${OLDEST_MAJOR} or newer, and this is ${version}. Install a newer one: https://nodejs.org/en/download`;
}

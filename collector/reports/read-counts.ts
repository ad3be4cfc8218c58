/**
 * How often each metric was read in a report (design 12), for the survey that proposes to drop what nobody reads. One
 * line of text for each read, appended: collector and `askfirst report` write to the same file, and neither waits.
 */

import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Name of the file in the data folder. It holds days and names of metrics; nothing of who read or of any visitor. */
export const READS_FILE = 'reads.log';

/** Notes that a report of these metrics was read on this day. */
export function countRead(
  dataFolder: string,
  { metrics, day }: { readonly metrics: readonly string[]; readonly day: string },
): void {
  try {
    appendFileSync(join(dataFolder, READS_FILE), `${day} ${metrics.join(' ')}\n`, { mode: 0o600 });
  } catch {
    // A full disk or a folder that may only be read must not keep anybody from a report; the survey then knows less.
  }
}

/** How often each metric was read, by name. */
export function readCountsOfReads(dataFolder: string): ReadonlyMap<string, number> {
  const path = join(dataFolder, READS_FILE);
  const counts = new Map<string, number>();
  if (!existsSync(path)) return counts;
  for (const line of readFileSync(path, 'utf8').split('\n'))
    for (const metric of line.split(' ').slice(1)) counts.set(metric, (counts.get(metric) ?? 0) + 1);
  return counts;
}

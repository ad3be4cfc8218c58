/**
 * Somebody who has copies of the store's files and knows how SQLite lays them out, but imports nothing of the
 * collector. Guesses which events came together.
 */

/** What is looked for: an event by its id, and the other ids that came in its batch. */
export interface Suspect {
  readonly id: Buffer;
  readonly metric: string;
  readonly mates: ReadonlySet<string>;
}

/**
 * Goes by place. In a page of a B-tree the cells lie from the end towards the front in the order in which they were
 * written, so neighbours in the file came one after another. The guess for an event is the nearest event of another
 * metric on the same page; the score is the share of right guesses.
 */
export function scoreByPlace(file: Buffer, suspects: readonly Suspect[], pageBytes = 4096): number {
  const placed = suspects.map((suspect) => ({ suspect, at: file.lastIndexOf(suspect.id) }));
  let right = 0;
  for (const { suspect, at } of placed) {
    let nearest: { readonly suspect: Suspect; readonly at: number } | undefined;
    for (const other of placed) {
      if (other.suspect.metric === suspect.metric || other.at < 0) continue;
      if (Math.floor(other.at / pageBytes) !== Math.floor(at / pageBytes)) continue;
      if (!nearest || Math.abs(other.at - at) < Math.abs(nearest.at - at)) nearest = other;
    }
    if (nearest && suspect.mates.has(nearest.suspect.id.toString('hex'))) right++;
  }
  return right / suspects.length;
}

/**
 * Goes by the write-ahead log (https://sqlite.org/fileformat2.html#the_write_ahead_log, read November 2026): each
 * commit is a run of frames whose last one names the size of the database. Ids that are in no earlier commit's pages
 * came in that commit. The guess for an event is any other event of its commit that has another metric.
 */
export function scoreByLog(log: Buffer, suspects: readonly Suspect[]): number {
  if (log.length < 32) return 0;
  const pageBytes = log.readUInt32BE(8);
  const commitOf = new Map<string, number>();
  let commit = 0;
  for (let at = 32; at + 24 + pageBytes <= log.length; at += 24 + pageBytes) {
    const page = log.subarray(at + 24, at + 24 + pageBytes);
    for (const { id } of suspects) {
      const name = id.toString('hex');
      if (!commitOf.has(name) && page.includes(id)) commitOf.set(name, commit);
    }
    if (log.readUInt32BE(at + 4) > 0) commit++;
  }
  const right = suspects.filter((suspect) => {
    const mine = commitOf.get(suspect.id.toString('hex'));
    const guess = suspects.find(
      (other) =>
        mine !== undefined && other.metric !== suspect.metric && commitOf.get(other.id.toString('hex')) === mine,
    );
    return guess !== undefined && suspect.mates.has(guess.id.toString('hex'));
  });
  return right.length / suspects.length;
}

/** Names in the order of their numbers: those that were first seen together stand together. */
export function namesByNumber(rows: readonly { readonly id: number; readonly name: string }[]): readonly string[] {
  return rows.toSorted((a, b) => a.id - b.id).map(({ name }) => name);
}

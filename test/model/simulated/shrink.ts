/**
 * Makes a list of choices shorter while the history it tells still fails: leaves out ever smaller pieces, then sets
 * single choices to 0. Ends after a fixed number of tries, so a shrunk list is small and not always smallest.
 */
export function shrink(list: readonly number[], stillFails: (list: readonly number[]) => boolean): readonly number[] {
  let best = list;
  let triesLeft = 4_000;
  const accept = (shorter: readonly number[]) => {
    triesLeft -= 1;
    if (triesLeft < 0 || !stillFails(shorter)) return false;
    best = shorter;
    return true;
  };
  for (let size = Math.ceil(best.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let start = 0; start < best.length; )
      if (!accept([...best.slice(0, start), ...best.slice(start + size)])) start += size;
  for (let index = 0; index < best.length; index += 1) if (best[index] !== 0) accept(best.with(index, 0));
  return best;
}

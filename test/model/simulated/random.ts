/** Where a history's choices come from: a seeded generator that writes down what it chose, or such a list read back. */
export interface Choices {
  /** A whole number from 0 to `below` − 1. */
  choose(below: number): number;
  /** A list has come to its end. */
  readonly isOver: boolean;
  /** All choices so far: handed to `replay`, they make the same history again. */
  readonly made: readonly number[];
}

/** Choices from a 32-bit seed. The generator is mulberry32 (Tommy Ettinger, public domain): small, fast and even enough. */
export function createChoices(seed: number): Choices {
  let state = seed | 0;
  const made: number[] = [];
  return {
    made,
    isOver: false,
    choose(below) {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      const chosen = ((mixed ^ (mixed >>> 14)) >>> 0) % below;
      made.push(chosen);
      return chosen;
    },
  };
}

/** The choices of a list; after its end always the first possibility. */
export function replay(list: readonly number[]): Choices {
  const made: number[] = [];
  return {
    made,
    get isOver() {
      return made.length >= list.length;
    },
    choose(below) {
      const chosen = (list[made.length] ?? 0) % below;
      made.push(chosen);
      return chosen;
    },
  };
}

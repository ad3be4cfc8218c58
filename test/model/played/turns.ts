/** One thing that will happen: a page hears of something, or the browser or the network does its part. */
export interface Turn {
  /** The page that runs; none if the browser does it, whom no frozen page hinders. */
  readonly page: number | undefined;
  readonly what: string;
  readonly atMs: number;
  run(): void;
}

/** Everything that is to happen, in no order but what `atMs` says. Whoever drives it picks the next. */
export class Turns {
  nowMs = 1_795_000_000_000;
  #turns: Turn[] = [];
  readonly #dead = new Set<number>();

  /** What is meant for a page that is gone comes to nothing. */
  add(page: number | undefined, what: string, run: () => void, afterMs = 0): Turn {
    const turn = { page, what, run, atMs: this.nowMs + afterMs };
    if (page === undefined || !this.#dead.has(page)) this.#turns.push(turn);
    return turn;
  }

  drop(turn: Turn): void {
    this.#turns = this.#turns.filter((other) => other !== turn);
  }

  has(turn: Turn): boolean {
    return this.#turns.includes(turn);
  }

  /** A page has died, and hears of nothing any more. Its last promises may still settle; nothing comes of them. */
  dropPage(page: number): void {
    this.#dead.add(page);
    this.#turns = this.#turns.filter((turn) => turn.page !== page);
  }

  isDead(page: number): boolean {
    return this.#dead.has(page);
  }

  /** What can happen now, frozen pages left out. */
  due(isFrozen: (page: number) => boolean): readonly Turn[] {
    return this.#turns.filter(({ page, atMs }) => atMs <= this.nowMs && (page === undefined || !isFrozen(page)));
  }

  /** When the next timer runs out, if there is one. */
  nextAtMs(): number | undefined {
    const times = this.#turns.map(({ atMs }) => atMs).filter((atMs) => atMs > this.nowMs);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Lets it happen, and everything that follows at once from it. */
  async take(turn: Turn): Promise<void> {
    this.drop(turn);
    turn.run();
    // Runs after all promises that are settled by now have been heard of.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/**
 * May the clock be believed? What is done by the clock and cannot be undone (closing days, removing rows) asks here
 * first. Comes in: a wall clock, a steady one, and when the wall clock was last believed. Goes out: yes, or why not.
 */

/** A wall clock, and one that only ever counts the time that really passes. */
export interface GuardedClock {
  now(): number;
  /** Milliseconds since whenever; never jumps. Without it the wall clock is taken to run steadily by itself. */
  steady?(): number;
}

/** Why the clock is not believed now. */
export interface ClockDoubt {
  /** By how much it is ahead of where it should be. */
  readonly aheadMs: number;
  /** For how much longer it has to run steadily. */
  readonly remainingMs: number;
}

/** Asked before each step that goes by the clock. */
export interface ClockGuard {
  /** Undefined if the clock may be believed. */
  doubt(): ClockDoubt | undefined;
}

/** Within one run a clock is set, never by more than this, without a doubt. Our choice: days close with three days to spare. */
export const MAX_STEP_MS = 60 * 60 * 1000;

/** Between two runs nobody has counted the time; more than this may as well be a wrong clock. Our choice. */
export const MAX_PAUSE_MS = 24 * 60 * 60 * 1000;

/** So long must a clock that jumped run steadily before it is believed. Our choice: time enough for it to be set right. */
export const PROBATION_MS = 24 * 60 * 60 * 1000;

/** Where the guard keeps when the clock was last believed. */
export interface LastBelieved {
  /** Undefined at the first start. */
  read(): number | undefined;
  write(atMs: number): void;
}

interface Moment {
  readonly wallMs: number;
  readonly steadyMs: number;
}

/** @param isTrusted somebody looked at the clock and vouches for it, for the start alone */
export function createClockGuard(
  clock: GuardedClock,
  { last, isTrusted }: { readonly last: LastBelieved; readonly isTrusted: boolean },
): ClockGuard {
  const read = (): Moment => {
    const wallMs = clock.now();
    return { wallMs, steadyMs: clock.steady?.() ?? wallMs };
  };
  /** By how much the wall clock is now ahead of where it would be, had it run steadily since. */
  const aheadOf = (since: Moment, now: Moment) => now.wallMs - since.wallMs - (now.steadyMs - since.steadyMs);

  let believed = read();
  let tolerableMs = MAX_STEP_MS;
  let jumped: Moment | undefined;
  const lastMs = isTrusted ? undefined : last.read();
  if (lastMs !== undefined) {
    believed = { ...believed, wallMs: lastMs };
    tolerableMs = MAX_PAUSE_MS;
  }

  const believe = (now: Moment): undefined => {
    believed = now;
    tolerableMs = MAX_STEP_MS;
    jumped = undefined;
    last.write(now.wallMs);
    return undefined;
  };

  return {
    doubt() {
      const now = read();
      const aheadMs = aheadOf(believed, now);
      // A clock that was set back only makes everything later, which harms nobody.
      if (aheadMs <= tolerableMs) return believe(now);
      if (!jumped || Math.abs(aheadOf(jumped, now)) > MAX_STEP_MS) jumped = now;
      const remainingMs = PROBATION_MS - (now.steadyMs - jumped.steadyMs);
      if (remainingMs <= 0) return believe(now);
      return { aheadMs, remainingMs };
    },
  };
}

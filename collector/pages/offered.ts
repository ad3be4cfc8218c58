/** What this version can do for a visitor. Pages promise nothing that is not true here. */

/** One flag for each promise that a page makes of the product itself. */
export interface Offered {
  /** A visitor sees, without an account, what was collected (`.access`, the centre's "held"). */
  readonly access: boolean;
  /** Withdrawal and erasure remove rows at the collector and return a certificate. */
  readonly erasure: boolean;
  /** Rows are removed by themselves once their `retentionDays` are over. */
  readonly retention: boolean;
  /** Apps with signed-in people: a person's no reaches all their browsers. */
  readonly subjects: boolean;
}

/** What is built. A release that adds one of these turns its flag, and every page follows. */
export const OFFERED: Offered = { access: true, erasure: true, retention: true, subjects: true };

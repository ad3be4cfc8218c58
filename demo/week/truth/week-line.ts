/** One line of the week's truth, written before it happens. */
export interface WeekLine {
  /** Position among truth lines and requests of the run, so that the two can be put in order. */
  readonly order: number;
  /** Instant by the run's clocks, which stand still until the next `clock`. */
  readonly atMs: number;
  readonly did: /** The clocks have moved, and every open page has heard of it. */
    | 'clock'
    /** From now on the app knows this browser's user as `person`, or as nobody; its next page tells. */
    | 'sign-in'
    | 'sign-out'
    /** A page is loaded. Without `path` it is one that nobody may observe. */
    | 'view'
    /** The page in front is told that `person` is here, by a token that no collector should take. */
    | 'identify'
    | 'yes'
    | 'no'
    | 'no-here'
    | 'close-issue'
    | 'close'
    /** An organisation's analytics is switched. */
    | 'ceiling';
  readonly browser?: string;
  /** Organisation and name, `harbour-works/p-001`. */
  readonly person?: string;
  /** As a report must show it. */
  readonly path?: string;
  readonly organisation?: string;
  readonly isOff?: boolean;
}

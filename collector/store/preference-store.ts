/** What the collector needs to keep of people's answers: one row for each standing yes, and nothing else. */

/** A standing yes. No time, no order, no name. */
export interface StandingYes {
  readonly scope: number;
  readonly purposes: readonly string[];
}

/** Rows by site and the keyed hash of a person. Every call is durable when it returns; it throws where the disk refuses. */
export interface PreferenceStore {
  /**
   * Keeps a yes in place of an earlier one; deletes the row where there is none now. The disk is written either way.
   * @param grant keyed hash of the grant that the yes tells; the same one told again changes nothing, so that a repetition
   * cannot undo a no that came between
   */
  write(site: string, subject: Uint8Array, yes: StandingYes | undefined, grant?: Uint8Array): void;
  read(site: string, subject: Uint8Array): StandingYes | undefined;
  count(site: string): number;
  /** Removes what the engine leaves behind: deleted rows in the log, and the order in which rows lie in the file. */
  tidy(): void;
  close(): void;
}

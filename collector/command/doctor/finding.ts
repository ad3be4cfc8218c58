/** One thing that the doctor looked at. */

/** `wrong` makes the command exit 1; `note` is worth a look and harms nothing. */
export interface DoctorFinding {
  /** Stable name of what was looked at: `tag`, `first-party`, `policy` … */
  readonly about: string;
  readonly verdict: 'right' | 'note' | 'wrong';
  /** One whole sentence. */
  readonly says: string;
  /** What to do; nothing where it is right. */
  readonly remedy?: string;
}

/** All is well with it. */
export function right(about: string, says: string): DoctorFinding {
  return { about, verdict: 'right', says };
}

/** It does not work like this. */
export function wrong(about: string, says: string, remedy: string): DoctorFinding {
  return { about, verdict: 'wrong', says, remedy };
}

/** It works, and could be better. */
export function note(about: string, says: string, remedy: string): DoctorFinding {
  return { about, verdict: 'note', says, remedy };
}

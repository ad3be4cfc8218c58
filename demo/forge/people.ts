/** Who works here. Invented, like everything in the forge. */

/** Whom people work for. */
export interface Organisation {
  /** What tokens name it by. */
  readonly id: string;
  readonly name: string;
}

/** Somebody who can sign in. */
export interface Person {
  /** What the cookie and the token name: opaque, so that neither says who it is. */
  readonly id: string;
  readonly name: string;
  readonly role: 'employee' | 'admin';
  readonly organisation: Organisation;
}

const HARBOUR_WORKS: Organisation = { id: 'harbour-works', name: 'Harbour Works' };

/** Two employees and the admin of their organisation. */
export const PEOPLE: readonly Person[] = [
  { id: 'p-4f1c', name: 'Ana Silva', role: 'employee', organisation: HARBOUR_WORKS },
  { id: 'p-9b27', name: 'Rui Costa', role: 'employee', organisation: HARBOUR_WORKS },
  { id: 'p-c0d8', name: 'Eva Lund', role: 'admin', organisation: HARBOUR_WORKS },
];

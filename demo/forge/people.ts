/** Who works here. Invented, like everything in the forge. */

/** Somebody who can sign in. */
export interface Person {
  /** What the cookie and the token name: opaque, so that neither says who it is. */
  readonly id: string;
  readonly name: string;
  readonly role: 'employee' | 'admin';
  readonly organisation: string;
}

export const ORGANISATION = 'Harbour Works';

/** Two employees and the admin of their organisation. */
export const PEOPLE: readonly Person[] = [
  { id: 'p-4f1c', name: 'Ana Silva', role: 'employee', organisation: 'harbour-works' },
  { id: 'p-9b27', name: 'Rui Costa', role: 'employee', organisation: 'harbour-works' },
  { id: 'p-c0d8', name: 'Eva Lund', role: 'admin', organisation: 'harbour-works' },
];

/** The person a form or a cookie names. */
export const findPerson = (id: string): Person | undefined => PEOPLE.find((person) => person.id === id);

/**
 * Which organisations are off, asked at each admission. A pass names its organisation and no person, so the ceiling
 * cannot be read from it; it is known from two places: the latest token any of its people showed, and a list that the
 * operator keeps. Both only subtract.
 */

/** How long what a token said is remembered. No pass made before it is good for longer. */
const REMEMBERED_MS = 3 * 60 * 60 * 1000;

/** Most organisations remembered. Our choice: only tokens that verify get here. */
const MAX_REMEMBERED = 10_000;

/** What is known of organisations, by the name that passes give them. */
export interface Ceilings {
  /** A token that verified said so. Of two the later counts; of two of one second, the one that switches off. */
  note(organisation: string, said: { readonly isOff: boolean; readonly issuedAtSeconds: number }): void;
  isOff(organisation: string): boolean;
}

/** @param options.listed the operator's list, by the same names; asked each time, so that a change is felt at once */
export function createCeilings(options: {
  readonly now: () => number;
  readonly listed: () => ReadonlySet<string>;
}): Ceilings {
  const { now, listed } = options;
  const said = new Map<string, { isOff: boolean; issuedAtSeconds: number; notedAtMs: number }>();

  const forgetOld = () => {
    for (const [organisation, { notedAtMs }] of said) {
      if (now() - notedAtMs > REMEMBERED_MS || said.size > MAX_REMEMBERED) said.delete(organisation);
    }
  };
  return {
    note(organisation, { isOff, issuedAtSeconds }) {
      const before = said.get(organisation);
      const isLater = !before || issuedAtSeconds > before.issuedAtSeconds;
      if (!isLater && !(isOff && issuedAtSeconds === before.issuedAtSeconds)) return;
      said.delete(organisation);
      said.set(organisation, { isOff, issuedAtSeconds, notedAtMs: now() });
      forgetOld();
    },
    isOff: (organisation) => listed().has(organisation) || said.get(organisation)?.isOff === true,
  };
}

/** What a view of the centre works with, and the forms its words take. */

import type { CentreTexts } from '../../contract/texts.ts';
import type { CentreHost, Erased, RightRefused } from '../../src/api.ts';
import { element } from '../banner/element.ts';
import { toLocale } from '../banner/tell-waiting.ts';

/** The centre as its views know it. */
export interface Centre {
  readonly host: CentreHost;
  /** Says something in the status region. */
  say(text: string): void;
  /** Draws the view anew, with what is so now. */
  redraw(): Promise<void>;
  /** Carries out what was asked for, says what came of it, and draws it. */
  act(work: () => Promise<string | undefined>): Promise<void>;
}

/** Draws one view from what is so now. */
export type DrawView = (centre: Centre) => Promise<readonly Node[]>;

/** A button with words on it. */
export const button = (text: string, onclick: (event: Event) => unknown): HTMLButtonElement =>
  element('button', { type: 'button', textContent: text, onclick });

/** A calendar day has no time zone; reading and writing it in the same one keeps it as it is. */
export function toDayText(day: unknown, language: string): string {
  const date = new Date(String(day));
  return Number.isNaN(date.getTime())
    ? String(day)
    : date.toLocaleDateString(toLocale(language), { dateStyle: 'long', timeZone: 'UTC' });
}

/** What became of a request, in words; a certificate is shown among the proofs. */
export function toOutcome(outcome: Erased | RightRefused, words: CentreTexts, confirmed: string): string {
  if ('refused' in outcome) return words.refusedStorage;
  if (outcome.state === 'nothing-sent') return words.nothingSent;
  return outcome.state === 'confirmed' ? confirmed : words.asked;
}

/** The file handed over last. It is let go with the next one, when it has long been saved; the page's end lets go of it too. */
let lastFile: string | undefined;

/** Hands the visitor a file. A link that is clicked needs no leave of the page's policy, and nothing is sent. */
export function download(name: string, text: string, type = 'application/json'): void {
  if (lastFile) URL.revokeObjectURL(lastFile);
  lastFile = URL.createObjectURL(new Blob([text], { type }));
  element('a', { href: lastFile, download: name }).click();
}

/** JSON for people. */
export const toFile = (value: unknown): string => JSON.stringify(value, null, 2);

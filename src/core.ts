/** What `askfirst.js` hands to `choices.js`, the part that is loaded when the visitor is asked. */

import type { Askfirst, CentreView, Choice, Decided, Erased, RightRefused, WidgetHost } from './api.ts';
import type { Buffer, WaitingRow } from './buffer/buffer.ts';
import type { Database } from './buffer/database.ts';
import type { DropCountStore } from './buffer/drop-counts.ts';
import type { Standing } from './decision/decision.ts';
import type { Keeper } from './decision/keeper.ts';
import type { Device } from './device.ts';
import type { Ask, Sender } from './send/sender.ts';

/** The rooms that are always there. */
export interface Core {
  readonly device: Device;
  readonly keeper: Keeper;
  readonly buffer: Buffer;
  readonly drops: DropCountStore;
  readonly rights: Database;
  readonly seen: Database;
  /** The databases of the decision, of what waits and of what was seen, each of which goes when the device forgets. */
  readonly others: readonly Database[];
  readonly sender: Pick<Sender, 'arm'>;
  /** By how much the device's clock is behind the collector's. */
  readonly clockOffsetMs: () => number;
  /** The language the visitor is spoken to in. */
  readonly language: string;
  readonly on: Askfirst['on'];
  readonly status: Askfirst['status'];
  readonly buffered: Askfirst['buffered'];
  /** A no: silent at once, on disk and destroyed when it resolves. A signed-in person's goes to their other browsers, unless it is for here only. */
  deny(choice: Choice): Promise<Decided>;
  /** Tells this document and all others that the decision is to be read again. */
  announce(): Promise<unknown>;
  /** The outbox now, or after a while. */
  flush(onlyOutbox: boolean): Promise<void>;
  schedule(afterMs: number): void;
  choices(): Promise<Choices>;
  /** Takes the reopen button away while the question is shown; brings it back, and the focus with it, afterwards. */
  onQuestion(isShown: boolean, takesFocus?: boolean): void;
}

/** What a yes says. */
export interface Yes {
  readonly purposes: readonly string[];
  readonly method: 'banner' | 'centre' | 'api';
  /** The visitor's own act was seen. */
  readonly isTrusted: boolean;
  /** Digest of the words that were shown; those of the site now, where somebody else drew the question. */
  readonly notice?: string;
  /** What stood when the visitor chose. */
  readonly chosenUnder: Standing | undefined;
}

/** What `choices.js` and `rights.js` export, each its own. */
export interface RoomModule<Room> {
  createRoom(core: Core): Room;
}

/** What a visitor can do about what was sent. No call rejects. */
export interface Rights extends Pick<Askfirst, 'erase' | 'access' | 'exportKey'> {
  /** Under the sending lock. False while something still waits. */
  sendOutbox(ask: Ask, holds: () => boolean): Promise<boolean>;
  /** What becomes of a withdrawal whose no is being carried out. */
  withdrawn(denying: Promise<Decided>): Promise<Erased | RightRefused>;
  /** Opens the privacy centre; resolves when it can be used. */
  show(view: CentreView, opener?: Element): Promise<void>;
}

/** Clicks that may leave the page. */
export interface Leaving {
  /** The visitor presses on what would record this row, told apart by a text. Nothing of it is kept unless the click follows. */
  press(text: string, row: WaitingRow): void;
  /** True if the click has been recorded; else it goes the ordinary way. */
  click(text: string): boolean;
}

/** What is answered on demand. */
export interface Choices extends Leaving {
  /** Draws the question; resolves when it can be answered. */
  show(view: WidgetHost['view'], opener?: Element): Promise<void>;
  grant(yes: Yes): Promise<Decided>;
  forget(token: string): Promise<boolean>;
}

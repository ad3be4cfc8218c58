/**
 * A person's no on its way to their other browsers: noted on the disk, standing here before it is told, told once. Knows
 * neither passes nor when to try again.
 */

import { toBase64Url } from '../../contract/handle.ts';
import { RECEIPT_SECRET_BYTES } from '../../contract/limits.ts';
import { openDatabase, read, update } from '../buffer/database.ts';
import type { Core } from '../core.ts';
import { expiryOf, isGrant, type StoredDecision } from '../decision/decision.ts';
import type { Device } from '../device.ts';
import { putPreference } from './ask-collector.ts';

/** What a person's no needs until the collector has heard of it. */
export interface UntoldNo {
  /** They said no over what is stored: noted on the disk when it resolves, where the disk takes it. */
  note(stored: StoredDecision): Promise<void>;
  /** This browser is about to forget: the no is still told, and nothing is to stand here any more. */
  forgotten(): Promise<void>;
  /** Tells it, if there is one to tell. Undefined once nothing is left to tell, else the status of the answer (0: none). */
  tell(rooms: Core, token: string): Promise<number | undefined>;
}

/** A no that is to be told. */
interface Note {
  /** The yes it took back, if there was one. */
  readonly epoch?: string;
  /** This browser has forgotten since. */
  readonly isForgotten?: true;
}

/** Where the note lies, in a database of its own. */
const NO_KEY = 'no';

/** How often, and how soon again, a page looks whether its no is on the disk: a second in all, many times what it takes. Our choice. */
const MAX_LOOKS = 20;
const LOOK_AGAIN_AFTER_MS = 50;

/** Opens nothing before it is used. */
export function createUntoldNo(device: Device): UntoldNo {
  const { page, random, site, today } = device;
  const { existing, strict, destroy } = openDatabase(device, 'answer');
  /** What could not be kept. */
  let unkept: Note | undefined;

  /** @param last what it was when it was last read, for a disk that does not tell */
  const readNote = async (last?: Note) => (await read<Note>(existing, NO_KEY).catch(() => last)) ?? unkept;

  /** Does what is stored answer for this no? A yes does that came after it. */
  const isAnswered = (stored: StoredDecision, { epoch, isForgotten }: Note) =>
    isForgotten ||
    stored === 'unreadable' ||
    (isGrant(stored) ? stored.epoch !== epoch : !!stored && today() < expiryOf(stored));

  return {
    async note(stored) {
      const note: Note = isGrant(stored) ? { epoch: stored.epoch } : {};
      await update(strict, NO_KEY, () => note).catch(() => {
        // Where it cannot be kept it is told by this page or not at all; here it counts all the same.
        unkept = note;
      });
    },
    forgotten: () =>
      update<Note | undefined>(existing, NO_KEY, (note) => note && { ...note, isForgotten: true }).catch(
        () => undefined,
      ),
    async tell({ keeper, deny }, token) {
      let note = await readNote();
      if (!note) return undefined;
      // First it stands here: once it is told nothing else remembers it. This page may be storing it now, or one that is gone
      // was left before it had; where it cannot be stored it is told all the same.
      for (let looks = 0; looks < MAX_LOOKS; looks++) {
        const { stored, reason } = await keeper.refresh();
        // After the decision: whoever makes this browser forget marks the note first.
        note = await readNote(note);
        if (!note) return undefined;
        if (isAnswered(stored, note)) break;
        if (reason === 'denied') await new Promise((resolve) => page.setTimeout(resolve, LOOK_AGAIN_AFTER_MS));
        else await deny('deny-here');
      }
      const { purposes, scope } = site.registry;
      const receiptSecret = toBase64Url(random(RECEIPT_SECRET_BYTES));
      const { status } = await putPreference(device, token, { yes: false, purposes, scope, receiptSecret });
      if (status !== 204) return status;
      unkept = undefined;
      await destroy();
      return undefined;
    },
  };
}

/** One person in one document: their databases, their answer, and an end that leaves nothing running. */

import { promisifyRequest } from 'idb-keyval';
import type { Askfirst } from '../api.ts';
import { openDatabase } from '../buffer/database.ts';
import type { Core } from '../core.ts';
import { createKeeper } from '../decision/keeper.ts';
import type { Device } from '../device.ts';
import type { Subject } from './read-subject.ts';
import { createStandingYes } from './standing-yes.ts';

/** Starts the snippet on a device. Handed in, because the script for sites without signed-in people is the same. */
export type Start = (device: Device, onCore: (core: Core) => void) => Askfirst;

/** A person who is here now; `anonymous` where nobody has signed in. */
export interface Session {
  readonly person: string;
  readonly face: Askfirst;
  renew(subject: Subject): void;
  /** Stops sending, then observing, then destroys what waits undecided. The person's decision stays theirs. */
  end(): Promise<void>;
}

/** Longest wait for a decision under way. Our choice. */
const PATIENCE_MS = 1_000;

/** In this time what was being loaded is there, or never comes. Our choice. */
const LOADING_MS = 10_000;

/** The name of whoever has not signed in. */
export const ANONYMOUS = 'anonymous';

/** The same browser and site, for another person. */
const toPersonsDevice = (device: Device, person: string): Device => ({
  ...device,
  nameOf: (prefix) => device.nameOf(prefix).replace(/anonymous$/, person),
});

/** Destroys what a person who is gone has left undecided, and ends their visit. What they decided stays. */
export async function leaveNothingUndecided(device: Device, person: string): Promise<void> {
  const own = toPersonsDevice(device, person);
  const keeper = createKeeper(own, openDatabase(own, 'decision'), () => undefined);
  const [buffer, seen] = ['buffer', 'seen'].map((prefix) => openDatabase(own, prefix));
  await keeper.alone(PATIENCE_MS, async () => {
    const { decision } = await keeper.refresh();
    // A visit of theirs does not go on when they come back.
    if (decision === 'granted') await seen?.existing('readwrite', (store) => promisifyRequest(store.delete('visit')));
    else await Promise.all([buffer?.destroy(), seen?.destroy()]);
  });
}

/** Starts at once. `subject` is missing for whoever has not signed in; `readHere` says whose browser it is by now. */
export function startSession(
  device: Device,
  { subject, start, readHere }: { subject: Subject | undefined; start: Start; readHere: () => Promise<string> },
): Session {
  const person = subject?.person ?? ANONYMOUS;
  const ending = new AbortController();
  const { signal } = ending;
  // Whatever is still being loaded hears of the end too.
  const gone = new Promise((resolve) => signal.addEventListener('abort', resolve));
  let core: Core | undefined;
  /** What is on the wire when the person changes is given up, as after a no. */
  const fetch: typeof device.fetch = async (input, options = {}) => {
    const giveUp = new AbortController();
    const abort = () => giveUp.abort();
    for (const one of [signal, options.signal]) {
      if (one?.aborted) abort();
      one?.addEventListener('abort', abort);
    }
    const response = await device.fetch(input, { ...options, signal: giveUp.signal });
    if (response.status === 403) standing?.forgetPass();
    return response;
  };
  const own: Device = { ...toPersonsDevice(device, person), fetch, signal, gone };
  const standing = subject && createStandingYes(own, subject);
  const face: Askfirst = start(
    {
      ...own,
      // Looked up each time: a page that was frozen, or that Back brings again, has heard nothing of who came and went.
      forbids: async (stored) => {
        const isHere = !signal.aborted && (await readHere()) === person;
        // They may have left while it was looked up.
        return isHere && !signal.aborted ? standing?.forbids(stored) : 'not-identified';
      },
      ...(standing && { pass: standing.pass, onNo: standing.onNo, onForget: standing.onForget }),
    },
    (rooms) => {
      core = rooms;
      standing?.attach(rooms, () => face.flush());
    },
  );
  return {
    person,
    face,
    renew: (fresh) => standing?.renew(fresh),
    async end() {
      ending.abort();
      // Observers stop because nothing is effective any more, and the button goes.
      await core?.keeper.refresh();
      const removeButton = () => core?.onQuestion(true);
      removeButton();
      // A centre that was still loading brings it back when it is closed.
      device.page.setTimeout(removeButton, LOADING_MS);
      core?.buffer.clear();
      await leaveNothingUndecided(device, person);
    },
  };
}

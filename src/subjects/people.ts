/**
 * Sites where people sign in: one public face, behind it one session after another. Nothing that one person decided,
 * recorded, received or can prove is ever another's.
 */

import type { Askfirst, Status } from '../api.ts';
import { openDatabase, read, update } from '../buffer/database.ts';
import type { Device } from '../device.ts';
import { createInert } from '../install.ts';
import { readSubject } from './read-subject.ts';
import { ANONYMOUS, leaveNothingUndecided, type Session, type Start, startSession } from './session.ts';

/** Key in the database that says who is here. */
const HERE = 'here';

/**
 * Starts for whoever is here. Where signing in is required and nobody is named, it waits for `identify` and keeps nothing.
 * @param token what the page says at the start: `null` that nobody is signed in, `undefined` nothing yet
 */
export function startForPeople(
  device: Device,
  { start, token }: { readonly start: Start; readonly token: string | null | undefined },
): Askfirst {
  const { page, site, nameOf } = device;
  /** One for all people: names end in the person's. */
  const toOwnName = (prefix: string) => nameOf(prefix).replace(/\|anonymous$/, '');
  const hereDatabase = openDatabase({ ...device, nameOf: toOwnName }, 'person');
  const listeners = new Set<(status: Status) => void>();
  const nobody = createInert('not-identified');
  let channel: BroadcastChannel | undefined;

  const readHere = async () => (await read<string>(hereDatabase.existing, HERE).catch(() => undefined)) ?? ANONYMOUS;
  const writeHere = (person: string) =>
    person === ANONYMOUS
      ? hereDatabase.destroy()
      : update(hereDatabase.writing, HERE, () => person).catch(() => undefined);

  const hear = (status: Status) => {
    for (const listener of listeners) listener(status);
  };
  const tell = (face: Askfirst) => face.status().then(hear);

  const enter = async (before: Session | undefined, said: string | null): Promise<Session | undefined> => {
    const subject = said === null ? undefined : await readSubject(said, device);
    if (said !== null && !subject) console.error('askfirst: token-malformed');
    const isAnonymous = said === null && site.subjects === 'optional';
    const person = subject?.person ?? (isAnonymous ? ANONYMOUS : undefined);
    if (before && before.person === person) {
      if (subject) before.renew(subject);
      return before;
    }
    if (before) await before.end();
    const here = await readHere();
    const next = person ?? ANONYMOUS;
    if (here !== next) {
      // Another page load had somebody else: what they left undecided goes before anybody new begins.
      await leaveNothingUndecided(device, here).catch(() => undefined);
      await writeHere(next);
      channel?.postMessage(0);
    }
    if (!person) {
      void tell(nobody);
      return undefined;
    }
    const session = startSession(device, { subject, start, readHere });
    session.face.on('change', hear);
    return session;
  };

  let current: Promise<Session | undefined> = Promise.resolve(undefined);
  /** One change after another; a failed one leaves nobody here. */
  const change = (step: (session: Session | undefined) => Promise<Session | undefined>): Promise<void> => {
    current = current.then(step).catch(() => undefined);
    return current.then(() => undefined);
  };
  /** Another tab, or this one before it was frozen, may have had a sign-in or a sign-out since. */
  const lookAround = () =>
    change(async (session) => {
      if (!session || session.person === (await readHere())) return session;
      await session.end();
      void tell(nobody);
      return undefined;
    });
  const listen = () => {
    channel = new BroadcastChannel(toOwnName('person'));
    // A message means "look again" and carries nothing.
    channel.onmessage = lookAround;
  };
  listen();
  page.addEventListener('pagehide', () => {
    channel?.close();
    hereDatabase.hide();
  });
  page.addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    listen();
    void lookAround();
  });

  const face = async () => (await current)?.face ?? nobody;
  const track: Askfirst['track'] = async (...event) => (await face()).track(...event);
  if (token !== undefined) void change((session) => enter(session, token));
  else if (site.subjects === 'optional') void change((session) => enter(session, null));
  return Object.assign(((...event) => track(...event)) satisfies Askfirst['track'], {
    track,
    status: async () => (await face()).status(),
    open: async (...view: Parameters<Askfirst['open']>) => (await face()).open(...view),
    decide: async (...choice: Parameters<Askfirst['decide']>) => (await face()).decide(...choice),
    buffered: async () => (await face()).buffered(),
    forget: async (waiting: string) => (await face()).forget(waiting),
    withdraw: async () => (await face()).withdraw(),
    erase: async () => (await face()).erase(),
    access: async () => (await face()).access(),
    exportKey: async () => (await face()).exportKey(),
    flush: async () => (await face()).flush(),
    identify: (said: string | null) => change((session) => enter(session, said)),
    on(_name: 'change', listener: (status: Status) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  });
}

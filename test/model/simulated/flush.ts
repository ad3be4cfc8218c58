import { idOf } from './collector.ts';
import { type Device, TAKE_OVER_AFTER_MS, type Tab } from './device.ts';
import type { Answer, Decision, Message, Row, SentEvent, Steps } from './protocol.ts';
import { lock, readDecision, type Standing, store, write } from './storage.ts';

type Granted = Extract<Decision, { state: 'granted' }>;

/** Rows in one batch. Two are enough to have a part of one. */
const BATCH_ROWS = 2;

/** One sender at a time: the outbox first, then the confirmation of the grant, then events while there are any. */
export function* flush(device: Device, tab: Tab): Steps {
  if (device.tasks.some((task) => task.tab === tab.number && task.name === 'flush' && task.wait !== undefined)) return;
  const send = yield* lock(device, tab, { name: 'send', shared: false, stealsAfterMs: TAKE_OVER_AFTER_MS });
  try {
    if (!(yield* sendOutbox(device, tab))) return;
    if (!(yield* confirmGrant(device, tab))) return;
    while (yield* sendBatch(device, tab));
  } catch {
    // A storage error: what is not done stays for the next flush.
  } finally {
    device.release(send);
  }
}

/** Posts under the shared lock what `prepare` makes of the decision, and waits for the answer without it. */
function* postUnderLock(
  device: Device,
  tab: Tab,
  prepare: (standing: Standing, holds: () => boolean) => Steps<Message | undefined>,
): Steps<{ message: Message; answer: Answer } | undefined> {
  const decision = yield* lock(device, tab, { name: 'decision', shared: true });
  let post: ReturnType<Device['post']>;
  try {
    const standing = yield* readDecision(device);
    const message = yield* prepare(standing, () => device.holds(decision));
    if (message === undefined) return undefined;
    // Without an await between: the lease still runs, so no refusal has been written since `standing` was read,
    if (!device.holds(decision)) return undefined;
    // and none has been clicked in this page that only waits to be written.
    if (tab.quietSinceClick > 0 && message.kind !== 'withdraw') return undefined;
    post = device.post(tab, message);
  } finally {
    device.release(decision);
  }
  // The scheduler hands back the post's answer.
  return { message: post.message, answer: (yield { kind: 'answer', post }) as Answer };
}

/** @returns whether nothing is left to withdraw */
function* sendOutbox(device: Device, tab: Tab): Steps<boolean> {
  let isEmpty = false;
  const sent = yield* postUnderLock(device, tab, function* (standing): Steps<Message | undefined> {
    if (standing.state === 'doubtful' || standing.state === 'damaged') return undefined;
    const { held, outbox } = device.disk;
    const isAfterRefusal = standing.state === 'undecided' ? standing.followsRefusal : standing.state === 'denied';
    // After a refusal everything ever attempted is to be withdrawn: no list has to be written first that a crash could lose.
    const handles = yield* store('rights', 'read the outbox', () =>
      isAfterRefusal ? [...held, ...outbox] : [...outbox],
    );
    isEmpty = handles.length === 0;
    return isEmpty ? undefined : { kind: 'withdraw', handles };
  });
  if (sent === undefined) return isEmpty;
  if (sent.answer !== 'done' || sent.message.kind !== 'withdraw') return false;
  const { handles } = sent.message;
  device.witness.seesConfirmation(handles);
  // Exactly what was named: a later grant may have added its own.
  yield* store('rights', 'delete what is confirmed', () => {
    for (const handle of handles) {
      device.disk.held.delete(handle);
      device.disk.outbox.delete(handle);
    }
    if (device.disk.held.size + device.disk.outbox.size === 0) device.disk.existing.delete('rights');
  });
  return true;
}

/** @returns whether a grant stands that the collector has confirmed */
function* confirmGrant(device: Device, tab: Tab): Steps<boolean> {
  let isConfirmed = false;
  let granted: Granted | undefined;
  const sent = yield* postUnderLock(device, tab, function* (standing, holds): Steps<Message | undefined> {
    if (standing.state !== 'granted' || tab.quietSinceClick > 0) return undefined;
    granted = standing;
    isConfirmed = standing.receipt;
    if (isConfirmed || !holds()) return undefined;
    // Only now, because a grant that was never sent leaves a refusal nothing to withdraw.
    yield* write(device, 'rights', 'hold the receipt secret', () =>
      device.disk.held.add(`secret of ${standing.epoch}`),
    );
    return { kind: 'consent', epoch: standing.epoch };
  });
  if (sent === undefined || granted === undefined) return isConfirmed;
  if (sent.answer !== 'done') return false;
  const confirmed: Decision = { ...granted, receipt: true };
  if (device.fault === 'receipt-written-without-the-lock') {
    yield* writeDecision(device, confirmed);
    return true;
  }
  const decision = yield* lock(device, tab, { name: 'decision', shared: false });
  try {
    const now = yield* readDecision(device);
    if (now.state !== 'granted' || now.epoch !== confirmed.epoch || !device.holds(decision)) return false;
    yield* writeDecision(device, confirmed);
    return true;
  } finally {
    device.release(decision);
  }
}

function* writeDecision(device: Device, decision: Decision): Steps {
  yield* write(device, 'decision', 'write the receipt', () => {
    device.disk.decision = decision;
  });
}

/** @returns whether a batch was taken, so that another may follow */
function* sendBatch(device: Device, tab: Tab): Steps<boolean> {
  let standingBefore: Standing | undefined;
  if (device.fault === 'sends-without-reading-again') standingBefore = yield* readDecision(device);
  let batch: readonly Row[] = [];
  const sent = yield* postUnderLock(device, tab, function* (standing, holds): Steps<Message | undefined> {
    const granted = standingBefore ?? standing;
    if (granted.state !== 'granted' || !granted.receipt || tab.quietSinceClick > 0) return undefined;
    batch = yield* prepareBatch(device, granted, holds);
    return batch.length === 0 ? undefined : { kind: 'events', events: batch.map((row) => toSent(device, row)) };
  });
  if (device.fault === 'posts-before-held') yield* hold(device, batch);
  if (sent?.answer !== 'done') return false;
  yield* store('buffer', 'delete the answered rows', () => {
    for (const { name } of batch) device.disk.buffer.delete(name);
  });
  return true;
}

function toSent(device: Device, { handle, name, first, epoch, purpose }: Row): SentEvent {
  const sent = device.fault === 'new-handle-for-each-attempt' ? device.newName('handle') : handle;
  return { id: idOf(sent), name, first, epoch, purpose };
}

/** Adopts, chooses, fixes and holds a batch: all that must be durable before its post. Nothing if the lease ran out. */
function* prepareBatch(device: Device, granted: Granted, holds: () => boolean): Steps<readonly Row[]> {
  const { buffer, seen } = device.disk;
  if (!holds()) return [];
  yield* store('buffer', 'adopt what waited, destroy what is not granted', () => {
    for (const row of buffer.values()) {
      const adopted = row.epoch === undefined ? { ...row, epoch: granted.epoch } : row;
      const isCovered = adopted.epoch === granted.epoch && granted.purposes.includes(row.purpose);
      if (isCovered) {
        buffer.set(row.name, adopted);
      } else {
        device.witness.seesDropped(device, row);
        buffer.delete(row.name);
      }
    }
  });
  const rows = yield* store('buffer', 'read the oldest', () => {
    const all = [...buffer.values()];
    return [...all.filter((row) => row.prepared), ...all.filter((row) => !row.prepared)].slice(0, BATCH_ROWS);
  });
  if (rows.length === 0) return [];
  const known = yield* store('seen', 'read', () => new Set(seen));
  for (const row of rows) if (row.prepared && row.first) known.add('today');
  const prepared = rows.map((row) => {
    if (row.prepared) return row;
    const first = !known.has('today');
    known.add('today');
    return { ...row, prepared: true, first };
  });
  if (!holds()) return [];
  yield* store('buffer', 'fix the rows', () => {
    // Only rows that are still there: one that was forgotten meanwhile must not come back.
    for (const row of prepared) if (buffer.has(row.name)) buffer.set(row.name, row);
  });
  if (!holds()) return [];
  yield* write(device, 'seen', 'mark as seen', () => seen.add('today'));
  if (!holds()) return [];
  if (device.fault !== 'posts-before-held') yield* hold(device, prepared);
  return prepared;
}

/** From here on every withdrawal and erasure names these events, answered or not. */
function* hold(device: Device, rows: readonly Row[]): Steps {
  yield* write(device, 'rights', 'hold the handles', () => {
    for (const { handle } of rows) device.disk.held.add(handle);
  });
}

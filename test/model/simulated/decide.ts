import { type Device, LEASE_MS, STEAL_AFTER_MS, type Tab } from './device.ts';
import { flush } from './flush.ts';
import type { Decision, Purpose, Steps } from './protocol.ts';
import { lock, readDecision, store, write } from './storage.ts';

/** How long a decision stands here. Longer than anything else waits. */
export const DECISION_MS = 10_000_000;

/** A click on yes. It counts only if it comes through while it is fresh: a refusal clicked later may have overtaken it. */
export function* grant(device: Device, tab: Tab, purposes: readonly Purpose[]): Steps<boolean> {
  const click = device.witness.seesClick();
  const clickedAtMs = device.nowMs;
  const decision = yield* lock(device, tab, { name: 'decision', shared: false });
  // The lease of a lock asked for again is younger than the click.
  const isFresh = () => device.fault === 'old-grant-may-be-written' || device.nowMs - clickedAtMs < LEASE_MS;
  try {
    const before = yield* readDecision(device);
    if (before.state === 'doubtful') return false;
    const holds = () => device.holds(decision) && isFresh();
    const followsRefusal = before.state === 'undecided' ? before.followsRefusal : before.state !== 'granted';
    if (followsRefusal && device.fault !== 'grant-forgets-the-withdrawal') {
      if (!holds()) return false;
      // What a refusal, or a record that may have been one, has still to withdraw stays to be withdrawn.
      yield* store('rights', 'move held to outbox', () => {
        for (const handle of device.disk.held) device.disk.outbox.add(handle);
        device.disk.held.clear();
      });
    }
    const epoch = device.newName('epoch');
    if (!holds()) return false;
    const untilMs = device.nowMs + DECISION_MS;
    const wanted: Decision = { state: 'granted', untilMs, click, epoch, purposes, receipt: false };
    yield* write(device, 'decision', 'write the grant', () => {
      device.disk.decision = wanted;
    });
    const after = yield* readDecision(device);
    if (after.state !== 'granted' || after.epoch !== epoch) return false;
    // A page that could not store a refusal may go on after a yes that was clicked later.
    if (click > tab.quietSinceClick) tab.quietSinceClick = 0;
  } catch {
    // It could not be stored: not granted.
    return false;
  } finally {
    device.release(decision);
  }
  device.start(tab, 'flush', flush(device, tab));
  return true;
}

/** A click on no. The page stops at once; a lock that a frozen tab holds is taken after a second. */
export function* deny(device: Device, tab: Tab): Steps<boolean> {
  const click = device.witness.seesClick();
  tab.quietSinceClick = click;
  let isWritten = false;
  for (let tries = 0; tries < 4; tries += 1) {
    const decision = yield* lock(device, tab, { name: 'decision', shared: false, stealsAfterMs: STEAL_AFTER_MS });
    try {
      const before = yield* readDecision(device);
      // Written once: a second time it could overwrite a yes that was clicked after this no had been read.
      if (isWritten && before.state !== 'denied') return true;
      if (!device.holds(decision)) continue;
      const untilMs = device.nowMs + DECISION_MS;
      yield* write(device, 'decision', 'write the refusal', () => {
        device.disk.decision = { state: 'denied', untilMs, click };
      });
      const after = yield* readDecision(device);
      isWritten = after.state === 'denied';
      if (!isWritten || !(yield* destroy(device, () => device.holds(decision)))) continue;
      device.witness.seesRefusalDone(device, click);
      device.start(tab, 'flush', flush(device, tab));
      return true;
    } catch {
      // Once more; after the last time the page stays quiet and says that the refusal could not be stored.
    } finally {
      device.release(decision);
    }
  }
  return isWritten;
}

/**
 * Empties and deletes what a refusal leaves nothing of. The rights stay while there is something to withdraw.
 * @returns whether it came to its end before the lease did
 */
export function* destroy(device: Device, holds: () => boolean): Steps<boolean> {
  for (const database of ['buffer', 'seen'] as const) {
    if (!holds()) return false;
    yield* store(database, 'delete', () => {
      device.disk[database].clear();
      device.disk.existing.delete(database);
    });
  }
  if (!holds()) return false;
  yield* store('rights', 'delete if empty', () => {
    if (device.disk.held.size + device.disk.outbox.size === 0) device.disk.existing.delete('rights');
  });
  return true;
}

/** A page load: what a crash left behind of a refusal is cleared away, then what waits is sent. */
export function* load(device: Device, tab: Tab): Steps {
  const standing = yield* readDecision(device);
  if (standing.state === 'denied') {
    const decision = yield* lock(device, tab, { name: 'decision', shared: false });
    try {
      const again = yield* readDecision(device);
      if (again.state === 'denied') yield* destroy(device, () => device.holds(decision));
    } catch {
      // The next page load tries again; nothing is read from there meanwhile.
    } finally {
      device.release(decision);
    }
  }
  device.start(tab, 'flush', flush(device, tab));
}

import type { Device, Tab } from './device.ts';
import type { Purpose, Row, Steps } from './protocol.ts';
import { lock, readDecision, write } from './storage.ts';

/** `track()`: look at the decision and put the row, both under the shared lock, so that no refusal falls between. */
export function* track(device: Device, tab: Tab, purpose: Purpose): Steps<boolean> {
  const name = device.newName('event');
  if (tab.quietSinceClick > 0) return false;
  const withoutLock = device.fault === 'records-without-the-lock';
  const decision = withoutLock ? undefined : yield* lock(device, tab, { name: 'decision', shared: true });
  try {
    const standing = yield* readDecision(device);
    if ((standing.state !== 'granted' && standing.state !== 'undecided') || tab.quietSinceClick > 0) return false;
    const epoch = standing.state === 'granted' ? standing.epoch : undefined;
    if (standing.state === 'granted' && !standing.purposes.includes(purpose)) return false;
    if (decision !== undefined && !device.holds(decision)) return false;
    const row: Row = { name, purpose, epoch, handle: device.newName('handle'), prepared: false, first: false };
    yield* write(device, 'buffer', 'put the row', () => device.disk.buffer.set(name, row));
    return true;
  } catch {
    // Counted as 'storage-failed'.
    return false;
  } finally {
    if (decision !== undefined) device.release(decision);
  }
}

/** The visitor deletes a waiting row. `true` is a promise that it never leaves; a row that was attempted is past that. */
export function* forget(device: Device, tab: Tab, name: string): Steps<boolean> {
  const withoutLock = device.fault === 'forget-without-the-lock';
  const decision = withoutLock ? undefined : yield* lock(device, tab, { name: 'decision', shared: false });
  let isGone = false;
  try {
    if (decision !== undefined && !device.holds(decision)) return false;
    yield* write(device, 'buffer', 'delete the row', () => {
      if (device.disk.buffer.get(name)?.prepared !== false) return;
      isGone = device.disk.buffer.delete(name);
    });
    if (isGone) device.witness.seesForgotten(name);
  } catch {
    // The interface shows the row as still there.
    return false;
  } finally {
    if (decision !== undefined) device.release(decision);
  }
  return isGone;
}

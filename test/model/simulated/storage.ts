import type { Device, Tab } from './device.ts';
import type { Database, Decision, LockRequest, Steps, Wait } from './protocol.ts';

/** The decision as everybody must take it: past its day it is undecided, and what cannot be read is no yes. */
export type Standing =
  | Extract<Decision, { state: 'granted' | 'denied' }>
  | { readonly state: 'undecided'; readonly followsRefusal: boolean }
  /** The record is damaged, or the disk did not answer. */
  | { readonly state: 'damaged' | 'doubtful' };

/** Waits for one storage operation; throws what the browser rejects with. */
export function* store<Result>(database: Database, what: string, run: () => Result): Steps<Result> {
  const wait: Wait = { kind: 'storage', database, what, run };
  // The scheduler hands back what `run` returned.
  return (yield wait) as Result;
}

/** Writes create their database, reads do not. */
export function* write(device: Device, database: Database, what: string, change: () => void): Steps {
  yield* store(database, what, () => {
    device.disk.existing.add(database);
    change();
  });
}

/** How a lock is wished for. */
export interface Wish {
  readonly name: 'decision' | 'send';
  readonly shared: boolean;
  /** Waited for this long, take it from whoever holds it. */
  readonly stealsAfterMs?: number;
}

/** Waits for a lock. The lease counts from the request, because a frozen tab learns late that it got it. */
export function* lock(device: Device, tab: Tab, { name, shared, stealsAfterMs }: Wish): Steps<LockRequest> {
  for (;;) {
    const request = wish(device, tab, { name, shared, waitsMs: stealsAfterMs });
    yield { kind: 'lock', request };
    if (device.fault === 'lease-counted-from-the-callback') request.leaseFromMs = device.nowMs;
    if (request.state === 'held' && device.holds(request)) return request;
    if (request.state === 'waiting') {
      // Stay in the queue while stealing: whoever stands behind would else be let in with a fresh lease, and robbed at once.
      if (device.fault === 'leaves-the-queue-to-steal') device.release(request);
      const theft = wish(device, tab, { name, shared, steals: true });
      yield { kind: 'lock', request: theft };
      device.release(request);
      if (device.holds(theft)) return theft;
      device.release(theft);
      continue;
    }
    // Waited too long to rely on what was granted: ask again.
    device.release(request);
  }
}

function wish(
  device: Device,
  tab: Tab,
  {
    name,
    shared,
    steals = false,
    waitsMs,
  }: Omit<Wish, 'stealsAfterMs'> & { steals?: boolean; waitsMs?: number | undefined },
): LockRequest {
  const { nowMs } = device;
  const [askedAtMs, leaseFromMs] = [nowMs, nowMs];
  return { name, shared, tab: tab.number, steals, waitsMs, askedAtMs, leaseFromMs, state: 'waiting' };
}

/** Reads the decision; a read that fails is doubt. */
export function* readDecision(device: Device): Steps<Standing> {
  try {
    const found = yield* store('decision', 'read', () => device.disk.decision);
    if (found === undefined) return { state: 'undecided', followsRefusal: false };
    if (found.state !== 'unreadable')
      return device.nowMs < found.untilMs ? found : { state: 'undecided', followsRefusal: found.state === 'denied' };
    if (device.fault === 'unreadable-counts-as-undecided') return { state: 'undecided', followsRefusal: false };
    return { state: 'damaged' };
  } catch {
    // Whatever the reason: not known to be a yes.
    return { state: 'doubtful' };
  }
}

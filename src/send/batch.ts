/** Makes the next batch: takes rows, lets `permit` and `prepare` make them ready, and holds their handles. Knows no network. */

import type { DropReason } from '../../contract/drop-reasons.ts';
import { GRANTED_BOUNDS, MAX_BATCH_BYTES } from '../../contract/limits.ts';
import type { WireEvent } from '../../contract/wire.ts';
import { sizeInBytes } from '../admit.ts';
import type { Buffer, WaitingRow } from '../buffer/buffer.ts';
import type { Database } from '../buffer/database.ts';
import type { DropCountStore } from '../buffer/drop-counts.ts';
import { type RowKey, toAttempted } from '../buffer/rows.ts';
import type { Grant } from '../decision/decision.ts';
import type { Device } from '../device.ts';
import { adopt, type PermittedEvent, permit } from '../permit.ts';
import { toJson } from '../to-json.ts';
import { type Fixed, prepare, readSeen, toWire, writeSeen } from './prepare.ts';
import { holdHandles } from './rights-store.ts';

/** A permitted event in its final form, with where it waits and how it travels. */
export type Ready = readonly [key: RowKey, event: Fixed<PermittedEvent>, wire: WireEvent];

/** What a batch is made from. */
export interface BatchParts {
  readonly buffer: Buffer;
  readonly drops: DropCountStore;
  readonly rights: Database;
  readonly seen: Database;
}

/** What bounds it. */
export interface BatchInput {
  readonly grant: Grant;
  readonly maxEvents: number;
  readonly clockOffsetMs: number;
}

/**
 * The next batch, fixed, marked as seen and durably held: from here on each of its events counts as attempted.
 * Rows that the grant does not cover are destroyed and counted. Only inside the decision lock.
 */
export async function takeBatch(
  device: Device,
  { buffer, drops, rights, seen }: BatchParts,
  { grant, maxEvents, clockOffsetMs }: BatchInput,
): Promise<Ready[]> {
  const ready: Ready[] = [];
  const gone: WaitingRow[] = [];
  // Room for what surrounds the events.
  let bytes = 500;
  let table = await readSeen(device, seen);
  const rows = await buffer.read();
  // Those attempted before come before all others, so that after a crash they mark again what they marked.
  for (const row of rows.sort(([, a], [, b]) => Number(!a.day) - Number(!b.day))) {
    const [key, waiting] = row;
    const permission = permit(adopt(waiting, grant), grant, device);
    let reason: DropReason | undefined = permission.withheld;
    if (device.now() - key[0] > GRANTED_BOUNDS.maxAgeMs) reason = 'too-old';
    if (!reason && permission.event) {
      const [after, event] = await prepare(device, { ...permission, seen: table, clockOffsetMs });
      if (event) {
        const wire = await toWire(device, event, permission.rule);
        bytes += sizeInBytes(toJson(wire)) + 1;
        if (ready.length === maxEvents || (bytes > MAX_BATCH_BYTES && ready[0])) break;
        table = after;
        ready.push([toAttempted(key), event, wire]);
        continue;
      }
    }
    drops.count(reason ?? 'already-recorded');
    gone.push(row);
  }
  if (gone[0]) await buffer.remove(gone);
  if (ready[0]) {
    const events = ready.map(([, event]) => event);
    // In this order a crash between two steps changes nothing: fixed rows come first next time and mark the same again.
    await buffer.fix(ready);
    await writeSeen(device, seen, table);
    await holdHandles(rights, events);
  }
  return ready;
}

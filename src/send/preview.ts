/** Shows what waits on this device exactly as it would be sent. Writes nothing, and loads nothing: a page may ask while offline. */

import type { WaitingEvent } from '../api.ts';
import type { Core } from '../core.ts';
import { prepare, readSeen, toWire } from './prepare.ts';

/** What it looks at. */
export type PreviewParts = Pick<Core, 'device' | 'buffer' | 'seen' | 'clockOffsetMs'>;

/** `buffered()` of the public face. */
export async function previewWaiting({ device, buffer, seen, clockOffsetMs }: PreviewParts): Promise<WaitingEvent[]> {
  let table = await readSeen(device, seen);
  const list: WaitingEvent[] = [];
  for (const [[recordedAtMs, token], waiting] of await buffer.read()) {
    const rule = device.site.registry.metrics[waiting.metric];
    if (!rule) continue;
    const [after, event] = await prepare(device, { event: waiting, rule, seen: table, clockOffsetMs: clockOffsetMs() });
    table = after;
    if (event) list.push({ token, recordedAtMs, event: await toWire(device, event, rule) });
  }
  return list;
}

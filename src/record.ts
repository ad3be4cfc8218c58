/** From what the page tells to a row that waits: takes time and handle, and asks the doors and the site's filter. Knows no network. */

import type { PropertyValue, RecordedEvent } from '../contract/check-event.ts';
import type { DropReason } from '../contract/drop-reasons.ts';
import { HANDLE_BYTES } from '../contract/limits.ts';
import { fitsPath } from '../contract/path.ts';
import { admit, type Waiting } from './admit.ts';
import type { EventFilter, Recorded } from './api.ts';
import type { Buffer, WaitingRow } from './buffer/buffer.ts';
import type { DropCountStore } from './buffer/drop-counts.ts';
import type { Grant, Standing } from './decision/decision.ts';
import type { Keeper } from './decision/keeper.ts';
import type { Device } from './device.ts';
import type { Visits } from './observe/visits.ts';
import { adopt, permit } from './permit.ts';

/** What an event says beside its metric. */
export type Properties = Readonly<Record<string, PropertyValue>>;

/** Why there is no row. */
export interface Refused {
  readonly dropped: DropReason;
}

/** Where rows go, and who says what stands. */
export interface RecorderParts {
  readonly keeper: Keeper;
  readonly buffer: Buffer;
  readonly drops: DropCountStore;
  readonly filter: EventFilter | undefined;
  /** What stands first of all. */
  readonly ready: () => Promise<Standing>;
  readonly link: Visits['link'];
}

/** Records what it is told of, one event at a time. */
export interface Recorder {
  /** An event of now. */
  track(metric: string, properties?: Properties): Promise<Recorded>;
  /** An event that has its time and handle; the same token stands for the same event. */
  record(event: RecordedEvent & Waiting, token: string): Promise<Recorded>;
  /** The row of an event of now, under what stands; or why there is none. Keeps nothing. */
  toRow(metric: string, properties?: Properties): WaitingRow | Refused;
  /** Does the site leave this page out? */
  isIgnored(): boolean;
}

const under = <Event extends object>(event: Event, grant: Grant | undefined): Event & { readonly epoch?: string } =>
  grant ? { ...event, epoch: grant.epoch } : event;

/** Records nothing before it is told to. */
export function createRecorder(
  device: Device,
  { keeper, buffer, drops, filter, ready, link }: RecorderParts,
): Recorder {
  const { now, page, random, site, calendar } = device;
  const { registry, ignore } = site;
  /** Keeps events of one millisecond in order. */
  let sequence = 1e6;

  const isIgnored = () => ignore.some((pattern) => fitsPath(pattern, page.location.pathname));
  const toToken = () => `${sequence++}-${random(8).join('-')}`;
  const toEvent = (metric: string, properties?: Properties) => ({
    metric,
    // What the caller changes later must not change the event.
    properties: { ...properties },
    handle: random(HANDLE_BYTES),
    recordedAtMs: now(),
  });
  const judge = (event: RecordedEvent & Waiting, token: string): WaitingRow | Refused => {
    if (isIgnored()) return { dropped: 'ignored' };
    const { metric, properties, recordedAtMs } = event;
    const admitted = admit(event, registry, calendar(recordedAtMs).day);
    if ('dropped' in admitted) return admitted;
    const grant = keeper.current()?.grant;
    // What was not agreed to is not even recorded (P6).
    const withheld = grant && permit(adopt(admitted.event, grant), grant, device).withheld;
    if (withheld) return { dropped: withheld };
    // What the site's filter does not say yes to goes, be it only that it failed.
    try {
      // A copy: what the site does to it changes nothing.
      if (!filter || filter(metric, { ...properties }) === true)
        return [[recordedAtMs, token, admitted.bytes], admitted.event];
    } catch {
      // In doubt it is removed.
    }
    return { dropped: 'filtered' };
  };
  const drop = (refused: Refused): Refused => {
    drops.count(refused.dropped);
    void buffer.commit();
    return refused;
  };
  const record: Recorder['record'] = async (event, token) => {
    const { decision, effective, reason } = keeper.current() ?? (await ready());
    // Under a no nothing is counted (P2).
    if (decision === 'denied') return { dropped: decision };
    if (effective === 'off') return drop({ dropped: reason === 'switched-off' ? reason : 'not-asked-yet' });
    const isLinked = registry.metrics[event.metric]?.linkage === 'session' && !isIgnored();
    const row = judge(isLinked ? { ...event, ...(await link()) } : event, token);
    return 'dropped' in row ? drop(row) : buffer.add(row[0], row[1]);
  };
  return {
    async track(metric, properties) {
      const event = toEvent(metric, properties);
      // What counts is what stood when it was called, or what stood first of all.
      const { grant } = keeper.current() ?? (await ready());
      return record(under(event, grant), toToken());
    },
    record,
    toRow: (metric, properties) => judge(under(toEvent(metric, properties), keeper.current()?.grant), toToken()),
    isIgnored,
  };
}

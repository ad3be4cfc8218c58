/** The closed list of reasons for which Askfirst drops an event, and what each means. Printed into docs/drop-reasons.md. */
export const DROP_REASONS = {
  // admit: on the device, before anything is kept
  inert: 'Askfirst is not running on this page: see status().reason.',
  'not-asked-yet':
    'No decision yet and nothing is kept before one (buffer: off, or a sensitive metric), or collecting is off on this page for now.',
  denied: 'The visitor said no, or a signal says it for them.',
  'not-in-registry': 'No reviewed metric of that name.',
  'metric-expired': 'The metric is past the day its review allows.',
  'property-not-allowed': 'A property is not declared, missing, or has a value its type forbids.',
  ignored: 'The page or element is excluded (paths.ignore, data-askfirst-ignore).',
  filtered: "The site's filter hook removed it.",
  // buffer: on the device, while waiting
  'already-recorded': 'This browser already recorded it for this period.',
  'buffer-full': 'The buffer was full; the oldest event went.',
  'too-old': 'It waited longer than the buffer keeps events.',
  'storage-failed': 'The browser could not store it.',
  'row-unreadable': 'The stored record was damaged.',
  forgotten: 'The visitor deleted it while it waited.',
  // permit: on the device, before sending
  'purpose-not-granted': 'The visitor did not grant its purpose.',
  'not-in-agreed-scope': 'The metric came in after the scope the visitor agreed to.',
  'epoch-over': 'It belongs to an earlier grant that no longer stands.',
  // send and receive
  'too-large': 'The event alone is larger than the collector takes.',
  'event-malformed': 'The event does not have the shape of the wire.',
  'outside-clock-window': 'Its day is more than three days back or lies ahead.',
  erased: 'The visitor has erased it; it must not come back.',
  'switched-off': 'Collection was switched off while it waited: by the collector (410), or by the organisation.',
} as const;

/** Why an event was dropped. */
export type DropReason = keyof typeof DROP_REASONS;

/** Counts of dropped events by reason. */
export type DropCounts = Partial<Record<DropReason, number>>;

/** Is this one of the reasons of the closed list? */
export function isDropReason(value: string): value is DropReason {
  return Object.hasOwn(DROP_REASONS, value);
}

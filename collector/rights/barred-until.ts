/** How long what is erased stays barred, and how long backups may hold it. Pure. */

import { addDays } from '../../contract/day.ts';
import { MAX_EVENT_AGE_DAYS } from '../../contract/limits.ts';
import type { LoadedRegistry } from '../registry/loaded-registry.ts';
import { DEFAULT_RETENTION_DAYS } from './retention.ts';

/** Month after which no copy of the event can come back: its retention and the longest backup life are over. */
export function toBarredUntil(today: string, { metrics, removed, configuration }: LoadedRegistry): string {
  const definitions = [...Object.values(metrics).map(({ definition }) => definition), ...Object.values(removed)];
  const days = definitions.map(({ retentionDays }) => retentionDays);
  // One day more: an event may lie an hour ahead of us.
  const longest = Math.max(DEFAULT_RETENTION_DAYS, ...days) + 1;
  return addDays(today, longest + configuration.storage.backupMaxDays).slice(0, 7);
}

/** The same for what was never seen: the clock window and the life of backups are over. */
export function toUnknownUntil(today: string, { configuration }: LoadedRegistry): string {
  return addDays(today, MAX_EVENT_AGE_DAYS + 1 + configuration.storage.backupMaxDays).slice(0, 7);
}

/** Last day on which a backup made before today's erasure may still be kept. */
export function toBackupsUntil(today: string, { configuration }: LoadedRegistry): string {
  return addDays(today, configuration.storage.backupMaxDays);
}

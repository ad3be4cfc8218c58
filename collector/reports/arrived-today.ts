/** How many events arrived today, in tens: so that an owner sees that the tag works before any crowd has come (design 12). */

import { dayAndHour } from '../../contract/day.ts';
import type { ReportParts } from './figures.ts';

/** Events of today at the site, all metrics together, rounded down to tens. */
export async function readArrivedToday(site: string, { store, configuration, clock }: ReportParts): Promise<number> {
  const { day } = dayAndHour(clock.now(), configuration.timeZone);
  const groups = await store.readDay(site, day);
  const count = groups.reduce((total, group) => total + group.count, 0);
  return Math.floor(count / 10) * 10;
}

/** Which value of a cell a row belongs to. Rows of one metric are told apart by this text and by nothing else. */

import { type DayGroup, OTHER } from '../store/store.ts';

/** The metric that carries the week and month flags (design 5.7): sent once a day by each browser. */
export const VISIT_DAY = 'visit.day';

/** What a `visit.day` row adds: to the week, to the month, to both or to neither. The four never overlap. */
export type VisitDayValue = 'week+month' | 'week' | 'month' | 'neither';

/**
 * The value of the row's distinct property as text; '' where the metric names none. A row that lacks it was recorded
 * under another definition: its flags count nothing that we know, so it is one of the others.
 * `visit.day` names none, and its week and month flags take the place: so what a day adds to its week is
 * a sum of cells too, and cannot be subtracted from the day's own number.
 */
export function toCellValue(group: Pick<DayGroup, 'metric' | 'properties'>, distinct: string | undefined): string {
  if (group.metric === VISIT_DAY) return toVisitDayValue(group.properties);
  if (distinct === undefined) return '';
  return Object.hasOwn(group.properties, distinct) ? String(group.properties[distinct]) : OTHER;
}

function toVisitDayValue({ week, month }: DayGroup['properties']): VisitDayValue {
  if (week === true) return month === true ? 'week+month' : 'week';
  return month === true ? 'month' : 'neither';
}

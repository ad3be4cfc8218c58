/**
 * From the page views that arrived to what may be shown of them: the rule "no figure about fewer than k browsers", worked
 * out from sets of browsers and not from flags. An independent reading of design 12; it shares no code with the product.
 */
import type { ArrivedView } from './expected-events.ts';

/** One value on one day: how often, and which browsers. */
export interface Crowd {
  readonly value: string;
  readonly count: number;
  readonly browsers: ReadonlySet<string>;
}

/** How values too rare to be shown are called together. */
export const TOO_RARE = '(other)';

/** The page views of each day by path. */
export function toPageCrowds(views: readonly ArrivedView[]): ReadonlyMap<string, readonly Crowd[]> {
  return crowdsByDay(views.map(({ day, path, browser }) => ({ day, value: path, browser })));
}

/**
 * The browsers of each day by what they were new to: `week+month`, `week`, `month` or `neither`. Weeks begin on Monday.
 */
export function toVisitorCrowds(views: readonly ArrivedView[]): ReadonlyMap<string, readonly Crowd[]> {
  const days = new Map<string, Set<string>>();
  for (const { browser, day } of views) days.set(browser, (days.get(browser) ?? new Set()).add(day));
  const sightings = [...days].flatMap(([browser, its]) =>
    [...its].map((day) => {
      const earlier = [...its].filter((other) => other < day);
      const news = [
        ...(earlier.some((other) => mondayOf(other) === mondayOf(day)) ? [] : ['week']),
        ...(earlier.some((other) => other.slice(0, 7) === day.slice(0, 7)) ? [] : ['month']),
      ];
      return { day, value: news.join('+') || 'neither', browser };
    }),
  );
  return crowdsByDay(sightings);
}

/** The Monday on or before a day. */
export function mondayOf(day: string): string {
  const date = new Date(`${day}T12:00:00Z`);
  while (date.getUTCDay() !== 1) date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}

/**
 * What may be shown of one day. Values with fewer than k browsers become one; that one takes the smallest shown value
 * along, because one browser can be behind several rare values; if no value has k, nothing is shown.
 * @param exclusive each browser is in one crowd only, so k browsers in all the rare crowds together are k browsers
 */
export function hideSmallCrowds(
  crowds: readonly Crowd[],
  { k, exclusive }: { readonly k: number; readonly exclusive: boolean },
): readonly Crowd[] {
  const large = crowds.filter(({ browsers }) => browsers.size >= k);
  const small = crowds.filter(({ browsers }) => browsers.size < k);
  if (small.length === 0) return large;
  const [companion, ...rest] = [...large].sort(
    (a, b) => a.browsers.size - b.browsers.size || a.count - b.count || (a.value < b.value ? -1 : 1),
  );
  const together = join([...small, ...(companion ? [companion] : [])]);
  if (companion) return [...rest, together];
  return exclusive && together.browsers.size >= k ? [together] : [];
}

function join(crowds: readonly Crowd[]): Crowd {
  return {
    value: TOO_RARE,
    count: crowds.reduce((sum, { count }) => sum + count, 0),
    browsers: new Set(crowds.flatMap(({ browsers }) => [...browsers])),
  };
}

function crowdsByDay(
  sightings: readonly { readonly day: string; readonly value: string; readonly browser: string }[],
): ReadonlyMap<string, readonly Crowd[]> {
  const days = new Map<string, Map<string, { count: number; browsers: Set<string> }>>();
  for (const { day, value, browser } of sightings) {
    const values = days.get(day) ?? new Map<string, { count: number; browsers: Set<string> }>();
    days.set(day, values);
    const crowd = values.get(value) ?? { count: 0, browsers: new Set<string>() };
    values.set(value, { count: crowd.count + 1, browsers: crowd.browsers.add(browser) });
  }
  return new Map(
    [...days].map(([day, values]) => [day, [...values].map(([value, crowd]) => ({ value, ...crowd }))] as const),
  );
}

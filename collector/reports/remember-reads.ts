/** Reads shared by several reports that are answered together, so that each is asked of the store once. */

import type { ReportParts } from './figures.ts';

/** The same reads; a question asked again gets the answer it got. For one page: made anew each time. */
export function rememberReads(store: ReportParts['store']): ReportParts['store'] {
  const answers = new Map<string, Promise<unknown>>();
  const once =
    <Values extends readonly unknown[], Answer>(name: string, read: (...values: Values) => Promise<Answer>) =>
    (...values: Values): Promise<Answer> => {
      const key = JSON.stringify([name, ...values]);
      const answer = answers.get(key) ?? read(...values);
      answers.set(key, answer);
      // Under this name only this read was ever kept.
      return answer as Promise<Answer>;
    };
  return {
    readSites: once('readSites', () => store.readSites()),
    readDaysWithEvents: once('readDaysWithEvents', (site, from, to) => store.readDaysWithEvents(site, from, to)),
    readDay: once('readDay', (site, day, metric) => store.readDay(site, day, metric)),
    readClosedDays: once('readClosedDays', (site, from, to) => store.readClosedDays(site, from, to)),
    readDrops: once('readDrops', (site, from, to) => store.readDrops(site, from, to)),
    readCells: once('readCells', (site, metric, from, to) => store.readCells(site, metric, from, to)),
  };
}

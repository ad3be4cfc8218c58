/** A whole week: people come moment by moment, and after each of them every row of the collector is compared with the rules. */
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { ChromiumProgram } from '../traffic/find-chromium.ts';
import { forEachAtOnce } from '../traffic/for-each-at-once.ts';
import { openTruth, readTruth } from '../traffic/truth/truth-file.ts';
import { AFTERWARDS_MS, MOMENTS, TIME_ZONE } from './calendar.ts';
import { compareContent } from './compare-content.ts';
import { type Machine, type MachineParts, openMachine } from './machine.ts';
import { planWeek } from './plan.ts';
import { readStored } from './stored.ts';
import { expectContent } from './truth/expected-content.ts';
import { type Judged, judgeRequests } from './truth/judge-requests.ts';
import type { WeekLine } from './truth/week-line.ts';
import { WeekModel } from './truth/week-model.ts';
import { readPreferenceKey, startWeekServer, type WeekServer } from './week-server.ts';

/** What a week is made of. */
export interface WeekOptions {
  readonly employees: number;
  readonly seed: number;
  /** An empty folder for the truth and the collector's data. */
  readonly folder: string;
  readonly chromium: ChromiumProgram;
  /** How many people are at their machines at once. */
  readonly atOnce: number;
  /** Told how far the week is. */
  log(line: string): void;
}

/** How a week went. It is good if `problems` is empty. */
export interface WeekResult {
  readonly people: number;
  readonly contexts: number;
  /** Requests to the collector by browser context, files included. */
  readonly requestsByContext: ReadonlyMap<
    string,
    { readonly custom: string; readonly all: number; readonly told: number }
  >;
  /** How often everything was compared, and how many figures were equal in all. */
  readonly checks: number;
  readonly figures: number;
  /** Events taken, of these erased again, and what was there in the end. */
  readonly taken: number;
  readonly erased: number;
  readonly rows: number;
  readonly problems: readonly string[];
}

/** From so many people on no moment is left out. */
const LARGE = 20;

/** Runs the week, until its end or until something differs. Rejects where a page cannot be driven at all. */
export async function runWeek(options: WeekOptions): Promise<WeekResult> {
  const { employees, seed, folder, log } = options;
  const plan = planWeek(employees, seed);
  let order = 0;
  const nextOrder = () => {
    order += 1;
    return order;
  };
  const truthFile = join(folder, 'truth.jsonl');
  const startMs = MOMENTS[0]?.atMs ?? 0;
  const server = await startWeekServer(folder, { people: plan.people, startMs, nextOrder });
  const truth = openTruth<WeekLine>(truthFile, nextOrder);
  const model = new WeekModel(TIME_ZONE);
  const troubles: string[] = [];
  const machines = new Map<string, Machine>();
  const write: MachineParts['write'] = (line) => model.take(truth.write({ atMs: server.now(), ...line }));
  const names = new Map(plan.people.map(({ id, name, organisation }) => [`${organisation.id}/${id}`, name]));
  const browser = await chromium.launch({
    executablePath: options.chromium.executablePath,
    args: [...options.chromium.args],
  });
  const parts: MachineParts = {
    browser,
    server,
    model,
    kept: new Map(),
    write,
    // Somebody is always among those who can sign in.
    nameOf: (person) => names.get(person) ?? plan.people[0]?.name ?? '',
    onTrouble: (trouble) => troubles.push(trouble),
  };
  const open = () => [...machines.values()].filter((machine) => machine.hasPage());
  const moveTo = async (atMs: number): Promise<void> => {
    const byMs = atMs - server.now();
    server.moveTo(atMs);
    write({ did: 'clock' });
    await Promise.all(open().map((machine) => machine.moveTo(atMs, byMs)));
    await Promise.all(open().map((machine) => machine.settle()));
  };

  let judged: Judged | undefined;
  let figures = 0;
  let checks = 0;
  const check = async (): Promise<readonly string[]> => {
    const key = readPreferenceKey(folder);
    judged = judgeRequests(readTruth<WeekLine>(truthFile), server.requests, TIME_ZONE);
    const expected = expectContent(judged.model, { key, site: server.site });
    const { differences, numbers } = compareContent({ ...expected, ids: judged.ids }, await readStored(server, folder));
    figures += numbers;
    checks += 1;
    return [...troubles, ...server.strangers, ...judged.problems, ...differences];
  };

  let problems: readonly string[] = [];
  try {
    for (const { name, atMs } of MOMENTS) {
      const units = plan.units
        .map(({ sittings }) => sittings.filter(({ moment }) => moment === name))
        .filter(({ length }) => length > 0);
      const isIdle = units.length === 0;
      // In a small week only the nights are looked at when nobody does anything; they tell what open tabs do by themselves.
      if (isIdle && (open().length === 0 || (employees < LARGE && !name.endsWith('night')))) continue;
      await moveTo(atMs);
      await forEachAtOnce(units, options.atOnce, async (sittings) => {
        for (const { browser: at, steps } of sittings) {
          const machine = machines.get(at) ?? (await openMachine(at, parts));
          machines.set(at, machine);
          for (const step of steps) await machine.take(step);
        }
      });
      if (!isIdle) await moveTo(atMs + AFTERWARDS_MS);
      for (const { browser: at, staysOpen } of units.flat()) if (!staysOpen) await machines.get(at)?.close();
      problems = await check();
      log(
        `${name}: ${units.flat().length} browsers in use, ${open().length} pages left open, ${figures} figures compared`,
      );
      if (problems.length > 0) break;
    }
    return toResult({ plan, server, machines, judged, figures, checks, problems });
  } finally {
    await browser.close();
    truth.close();
    await server.close();
  }
}

function toResult(week: {
  readonly plan: ReturnType<typeof planWeek>;
  readonly server: WeekServer;
  readonly machines: ReadonlyMap<string, Machine>;
  readonly judged: Judged | undefined;
  readonly figures: number;
  readonly checks: number;
  readonly problems: readonly string[];
}): WeekResult {
  const { plan, server, machines, judged } = week;
  const standings = judged?.model.all() ?? [];
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
  const taken = sum(standings.map((standing) => standing.taken));
  const customs = new Map(plan.units.map(({ custom, people }) => [people[0], custom] as const));
  return {
    people: plan.people.length,
    contexts: machines.size,
    requestsByContext: new Map(
      [...machines.keys()].map((name) => {
        const its = server.requestsOf(name);
        const told = its.filter(({ method }) => method !== 'GET').length;
        return [name, { custom: customs.get(name.split(' ')[0]) ?? '', all: its.length, told }] as const;
      }),
    ),
    checks: week.checks,
    figures: week.figures,
    taken,
    erased: taken - (judged?.ids.size ?? 0),
    rows: judged?.model.rows.size ?? 0,
    problems: week.problems,
  };
}

/** From a number of employees and a seed to the people of a week and all they will do. */
import type { Person } from '../forge/people.ts';
import { createRandom, type Random } from '../traffic/random.ts';
import { CUSTOMS, type Custom } from './customs.ts';
import type { Sitting } from './step.ts';

/** The organisations. The second is off on Wednesday. */
export const ORGANISATIONS = [
  { id: 'harbour-works', name: 'Harbour Works' },
  { id: 'tern-freight', name: 'Tern Freight' },
  { id: 'lamp-and-ledger', name: 'Lamp & Ledger' },
] as const;

/** Somebody of the plan, or two who share a machine, and their week. */
export interface PlannedUnit {
  readonly custom: Custom;
  readonly people: readonly string[];
  /** In order of time; those of one moment in order. */
  readonly sittings: readonly Sitting[];
}

/** A whole week. */
export interface Plan {
  readonly people: readonly Person[];
  readonly units: readonly PlannedUnit[];
}

/** Eight people with every custom that can go wrong, by organisation. */
const FIRST_EIGHT: readonly (readonly [Custom, organisation: number])[] = [
  ['refuses at home', 0],
  ['open tab while the organisation is off', 1],
  ['shares a machine', 2],
  ['open tab and a no', 0],
  ['is the admin', 1],
  ['tries tokens on', 2],
  ['refuses at work', 1],
];

/** How many people the first customs are. */
export const FEWEST_EMPLOYEES = 8;

/** How often a custom is drawn beyond them. An organisation has one admin. */
const LOTTERY: readonly Custom[] = [
  'refuses at home',
  'open tab while the organisation is off',
  'shares a machine',
  'open tab and a no',
  'tries tokens on',
  'refuses at work',
  'says yes everywhere',
  'says yes everywhere',
  'never answers',
  'sleeps on it',
];

/** The same seed and number give the same week. */
export function planWeek(employees: number, seed: number): Plan {
  const random = createRandom(seed);
  const people: Person[] = [];
  const units: PlannedUnit[] = [];
  const hire = (custom: Custom, organisation: (typeof ORGANISATIONS)[number]): string => {
    const id = `p-${String(people.length + 1).padStart(3, '0')}`;
    people.push({
      id,
      name: `Person ${id.slice(2)}`,
      role: custom === 'is the admin' ? 'admin' : 'employee',
      organisation,
    });
    return `${organisation.id}/${id}`;
  };
  while (people.length < employees) {
    const [custom, number] = FIRST_EIGHT[units.length] ?? draw(random, employees - people.length);
    const organisation = ORGANISATIONS[number] ?? ORGANISATIONS[0];
    const its = Array.from({ length: custom === 'shares a machine' ? 2 : 1 }, () => hire(custom, organisation));
    const sittings = CUSTOMS[custom]({ people: its, random }).map(([browser, moment, steps, staysOpen]) => ({
      browser: `${its[0]} ${browser}`,
      moment,
      steps,
      ...(staysOpen && { staysOpen }),
    }));
    units.push({ custom, people: its, sittings });
  }
  return { people, units };
}

function draw(random: Random, places: number): readonly [Custom, number] {
  const custom = random.pick(LOTTERY);
  return [custom === 'shares a machine' && places < 2 ? 'never answers' : custom, random.below(ORGANISATIONS.length)];
}

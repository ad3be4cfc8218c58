import { describe, expect, it } from 'vitest';
import { MOMENTS } from '../../../demo/week/calendar.ts';
import { FEWEST_EMPLOYEES, ORGANISATIONS, planWeek } from '../../../demo/week/plan.ts';

const HOUR_MS = 60 * 60 * 1000;

describe('the plan of a week', () => {
  it('is the same for the same number and seed, and another for another', () => {
    expect(planWeek(40, 7)).toEqual(planWeek(40, 7));
    expect(planWeek(40, 8)).not.toEqual(planWeek(40, 7));
  });

  it.each([8, 9, 40, 41])(
    'employs %i people of three organisations, with one to three browsers for each',
    (employees) => {
      const { people, units } = planWeek(employees, 7);
      expect(people).toHaveLength(employees);
      expect(new Set(people.map(({ organisation }) => organisation.id)).size).toBe(ORGANISATIONS.length);
      for (const { sittings } of units)
        expect([1, 2, 3]).toContain(new Set(sittings.map(({ browser }) => browser)).size);
      // Nobody comes twice, and nobody is left out.
      expect(units.flatMap((unit) => unit.people).sort()).toEqual(
        people.map(({ id, organisation }) => `${organisation.id}/${id}`).sort(),
      );
    },
  );

  it('has everything that can go wrong in its smallest week', () => {
    const { units } = planWeek(FEWEST_EMPLOYEES, 1);
    const steps = units.flatMap(({ sittings }) => sittings.flatMap((sitting) => sitting.steps));
    const did = new Set(steps.map((step) => step.do));
    for (const kind of ['no', 'no-here', 'sign-out', 'ceiling', 'identify', 'close-issue'] as const)
      expect(did).toContain(kind);
    expect(steps.filter((step) => step.do === 'identify')).toHaveLength(3);
    expect(units.flatMap(({ sittings }) => sittings).some(({ staysOpen }) => staysOpen)).toBe(true);
  });

  it('lets each unit come in order of time, and looks two hours after noon and evening', () => {
    const order = new Map(MOMENTS.map(({ name }, at) => [name, at] as const));
    for (const { custom, sittings } of planWeek(40, 3).units) {
      const times = sittings.map(({ moment }) => order.get(moment));
      expect([custom, times]).toEqual([custom, [...times].sort((a = 0, b = 0) => a - b)]);
    }
    const at = (name: string) => MOMENTS.find((moment) => moment.name === name)?.atMs ?? 0;
    expect(at('wed night') - at('wed evening')).toBe(2 * HOUR_MS);
    expect(at('mon afternoon') - at('mon noon')).toBe(2 * HOUR_MS);
  });
});

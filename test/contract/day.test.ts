import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, dayAndHour, isDay, monthOf, numberOfDay, weekOf } from '../../contract/day.ts';

const anyDay = fc.integer({ min: 0, max: 40_000 }).map((number) => addDays('1970-01-01', number));

describe('days', () => {
  it('begin at midnight of the site, not of Greenwich', () => {
    const at = Date.UTC(2026, 10, 21, 23, 30);
    expect(dayAndHour(at, 'Europe/Lisbon')).toEqual({ day: '2026-11-21', hour: 23 });
    expect(dayAndHour(at, 'Europe/Berlin')).toEqual({ day: '2026-11-22', hour: 0 });
    expect(dayAndHour(at, 'Pacific/Auckland')).toEqual({ day: '2026-11-22', hour: 12 });
  });

  it('that no calendar has are refused', () => {
    for (const wrong of [
      '2026-02-30',
      '2026-13-01',
      '2026-1-1',
      '',
      'today',
      20261121,
      null,
      undefined,
      '2026-11-21T00',
    ])
      expect(isDay(wrong)).toBe(false);
    expect(isDay('2028-02-29')).toBe(true);
  });

  it('add months as a calendar does', () => {
    expect(addMonths('2026-08-31', 6)).toBe('2027-02-28');
    expect(addMonths('2027-08-31', 6)).toBe('2028-02-29');
    expect(addMonths('2026-11-22', 6)).toBe('2027-05-22');
    expect(addMonths('2026-12-15', 1)).toBe('2027-01-15');
  });

  it('six months are never fewer than 180 days (UI-C1)', () => {
    fc.assert(fc.property(anyDay, (day) => numberOfDay(addMonths(day, 6)) - numberOfDay(day) >= 180));
  });

  it('belong to the week that begins on their Monday and to their month', () => {
    expect(weekOf('2026-11-22')).toBe('2026-11-16');
    expect(weekOf('2026-11-23')).toBe('2026-11-23');
    expect(monthOf('2026-11-22')).toBe('2026-11-01');
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(new Date(`${weekOf(day)}T00:00:00Z`).getUTCDay()).toBe(1);
        expect(numberOfDay(day) - numberOfDay(weekOf(day))).toBeLessThan(7);
      }),
    );
  });
});

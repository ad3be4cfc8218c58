/** The customs of people through the week: who says yes or no where, who leaves a tab open, who shares a machine. */
import type { Random } from '../traffic/random.ts';
import {
  ADMIN_PAGE,
  CLOSE_ISSUE,
  GROUP_PAGES,
  GROUPS,
  ISSUES,
  NO,
  NO_HERE,
  PROJECTS,
  SERVICE_DESK,
  SIGN_OUT,
  type Sitting,
  type Step,
  YES,
} from './step.ts';

/** People who share nothing with anybody else. Their browsers are named after them: `work`, `home`, `shelf`. */
export interface Unit {
  /** One, or two who share a machine. */
  readonly people: readonly string[];
  readonly random: Random;
}

/** A browser, a moment, and what is done there. */
type Row = readonly [browser: string, moment: Sitting['moment'], steps: readonly Step[], staysOpen?: true];

const browse = ({ random }: Unit): readonly Step[] =>
  random.pick([
    [random.pick(PROJECTS)],
    [random.pick(ISSUES)],
    [random.pick(GROUP_PAGES), random.pick(PROJECTS)],
    [SERVICE_DESK, random.pick(ISSUES)],
  ]);
const signIn = ({ people }: Unit, at = 0): Step => ({ do: 'sign-in', person: people[at] ?? '' });
const issue = ({ random }: Unit): Step => random.pick(ISSUES);

/** Every custom makes the sittings of one unit. */
export const CUSTOMS = {
  /** Said yes at work; says no at home on Tuesday, and work hears of it. */
  'refuses at home': (unit) => [
    ['work', 'mon morning', [signIn(unit), YES, issue(unit)], true],
    ['work', 'mon later', [CLOSE_ISSUE, ...browse(unit)]],
    ['work', 'tue morning', browse(unit)],
    ['home', 'tue evening', [signIn(unit), ...browse(unit), NO]],
    ['work', 'wed morning', [...browse(unit), issue(unit), CLOSE_ISSUE]],
    ['home', 'thu evening', browse(unit)],
    ['work', 'fri noon', browse(unit)],
  ],
  /** Nothing of what its organisation's people do on Wednesday may be kept, least of all what an open tab does by itself. */
  'open tab while the organisation is off': (unit) => [
    ['work', 'mon morning', [signIn(unit), YES, issue(unit)], true],
    ['home', 'tue evening', [signIn(unit), YES, ...browse(unit)]],
    [
      'home',
      'wed noon',
      [...browse(unit), { do: 'identify', person: unit.people[0] ?? '', token: 'without-ceiling' }, ...browse(unit)],
    ],
    ['shelf', 'wed evening', [signIn(unit), ...browse(unit)]],
    ['home', 'thu morning', browse(unit)],
    ['work', 'thu noon', [issue(unit), CLOSE_ISSUE], true],
    ['shelf', 'fri morning', [...browse(unit), YES]],
    ['work', 'fri evening', browse(unit)],
  ],
  /** One machine by the door, two people, and a home. */
  'shares a machine': (unit) => [
    ['shelf', 'mon noon', [signIn(unit, 0), ...browse(unit), SIGN_OUT, signIn(unit, 1), YES, issue(unit), SIGN_OUT]],
    ['shelf', 'mon evening', [signIn(unit, 0), ...browse(unit), SIGN_OUT, signIn(unit, 0), NO, SIGN_OUT]],
    ['home', 'mon evening', [signIn(unit, 0), YES, ...browse(unit)]],
    [
      'shelf',
      'tue noon',
      [signIn(unit, 1), issue(unit), CLOSE_ISSUE, SIGN_OUT, signIn(unit, 0), issue(unit), SIGN_OUT],
    ],
    ['shelf', 'wed noon', [signIn(unit, 1), NO, ...browse(unit), SIGN_OUT, signIn(unit, 0), GROUPS]],
    ['shelf', 'thu noon', [GROUPS, YES, ...browse(unit), SIGN_OUT, signIn(unit, 1), ...browse(unit)]],
    ['home', 'fri noon', [...browse(unit), SIGN_OUT]],
  ],
  /** The tab is open since Monday when its person says no at home on Wednesday. */
  'open tab and a no': (unit) => [
    ['work', 'mon morning', [signIn(unit), YES, issue(unit)], true],
    ['home', 'wed evening', [signIn(unit), GROUPS, NO]],
    ['work', 'fri morning', [CLOSE_ISSUE, ...browse(unit)]],
    ['home', 'fri evening', browse(unit)],
  ],
  /** Switches the organisation off for Wednesday; for themselves says yes, and no on Friday. */
  'is the admin': (unit) => [
    ['work', 'mon morning', [signIn(unit), YES, ADMIN_PAGE]],
    ['work', 'wed early', [ADMIN_PAGE, { do: 'ceiling', isOff: true }, ...browse(unit)]],
    ['work', 'thu early', [ADMIN_PAGE, { do: 'ceiling', isOff: false }, ...browse(unit)]],
    ['work', 'fri morning', [...browse(unit), NO, ...browse(unit)]],
  ],
  /** Rejects in the browser at work only; tries on other names and tokens that are over. */
  'tries tokens on': (unit) => [
    ['work', 'mon morning', [signIn(unit), ...browse(unit), NO_HERE, issue(unit)]],
    ['home', 'mon evening', [signIn(unit), YES, ...browse(unit), { do: 'keep-token' }]],
    [
      'shelf',
      'wed noon',
      [
        { do: 'view', url: '/forge/', path: '/forge/' },
        { do: 'identify', person: unit.people[0] ?? '', token: 'expired' },
        YES,
      ],
    ],
    ['shelf', 'wed evening', [signIn(unit), ...browse(unit)]],
    [
      'home',
      'thu evening',
      [
        ...browse(unit),
        {
          do: 'identify',
          person: `${unit.people[0]?.split('/')[0]}/p-chosen-by-the-forger`,
          token: unit.random.pick(['of-a-colleague', 'unsigned']),
        },
        YES,
        ...browse(unit),
      ],
    ],
    ['work', 'fri noon', browse(unit)],
  ],
  /** Said yes at home; says no at work on Tuesday, and yes again later. */
  'refuses at work': (unit) => [
    ['home', 'mon evening', [signIn(unit), ...browse(unit), YES]],
    ['work', 'tue morning', [signIn(unit), NO, ...browse(unit)]],
    ['home', 'tue evening', browse(unit)],
    ['home', 'thu noon', [...browse(unit), YES, ...browse(unit)]],
    ['home', 'fri noon', [issue(unit), CLOSE_ISSUE]],
    ['work', 'fri evening', browse(unit)],
  ],
  'says yes everywhere': (unit) => [
    ['work', 'mon morning', [signIn(unit), ...browse(unit), YES], true],
    ['work', 'mon later', browse(unit)],
    ['home', 'mon evening', [signIn(unit), YES, ...browse(unit)]],
    ['shelf', 'tue noon', [signIn(unit), ...browse(unit), YES, SIGN_OUT]],
    ['work', 'wed morning', [issue(unit), CLOSE_ISSUE]],
    ['home', 'thu evening', browse(unit)],
    ['work', 'fri noon', browse(unit)],
  ],
  'never answers': (unit) => [
    ['work', 'mon noon', [signIn(unit), ...browse(unit)]],
    ['work', 'tue noon', browse(unit)],
    ['home', 'wed evening', [signIn(unit), ...browse(unit)]],
    ['work', 'fri noon', browse(unit)],
  ],
  /** What was noted in the evening is adopted in the morning; what waited for days is not. */
  'sleeps on it': (unit) => [
    ['work', 'mon noon', [signIn(unit), ...browse(unit)]],
    ['home', 'mon evening', [signIn(unit), ...browse(unit)]],
    ['home', 'tue morning', [GROUPS, YES]],
    ['work', 'thu noon', [...browse(unit), YES, ...browse(unit)]],
    ['home', 'fri evening', browse(unit)],
  ],
} as const satisfies Record<string, (unit: Unit) => readonly Row[]>;

/** Names of customs. */
export type Custom = keyof typeof CUSTOMS;

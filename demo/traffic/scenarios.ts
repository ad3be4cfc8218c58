/** What visitors do, as lists of steps. Nothing here knows a browser; paths are written by hand as a report must show them. */
import type { Random } from './random.ts';
import { SLOT } from './slots.ts';

/** One thing a visitor does. `path` is what the page view that follows must be recorded as. */
export type Step =
  | { readonly do: 'view'; readonly url: string; readonly path: string; readonly tab?: number }
  /** Opens another chapter of the guide: no page is loaded, the address changes by the History API. */
  | { readonly do: 'turn'; readonly path: string }
  | { readonly do: 'reload'; readonly path: string }
  /** Presses "Add to cart", which leads to the cart. */
  | { readonly do: 'add'; readonly path: '/cart' }
  | { readonly do: 'accept' | 'refuse' }
  /** Opens the choices again by the small button that stands there after a decision. */
  | { readonly do: 'reopen' }
  | { readonly do: 'offline' | 'online' }
  /** The answer to the next batch is lost on its way back: it was stored, and the page does not know. */
  | { readonly do: 'lose-answer' }
  /** Closes every tab. */
  | { readonly do: 'close' };

/** Steps of one sitting. Tabs that are still open at its end are closed. */
export interface Sitting {
  readonly slot: number;
  readonly steps: readonly Step[];
}

/** Names of what visitors do. */
export type Scenario = keyof typeof SCENARIOS;

/** One browser context and all it will do. */
export interface Visitor {
  readonly browser: string;
  readonly scenario: Scenario;
  /** Sends Global Privacy Control, by property and by header. */
  readonly gpc: boolean;
  readonly sittings: readonly Sitting[];
}

const view = (url: string, path = url): Step => ({ do: 'view', url, path });
const HOME = view('/');
const LIGHTS = view('/goods/lights');
const KITCHEN = view('/goods/kitchen');
const GUIDE = view('/guide');
const CARE: Step = { do: 'turn', path: '/guide/care' };
const RETURNS: Step = { do: 'turn', path: '/guide/returns' };
const ACCEPT: Step = { do: 'accept' };
const REFUSE: Step = { do: 'refuse' };

/** Pages that few visitors reach, so that suppression has something to do. */
const RARE: readonly Step[] = [
  view('/goods/lights/stair-moon'),
  view('/goods/kitchen/crumb-shepherd'),
  view('/goods/weather/fog-bell'),
  view('/goods/weather/rain-gauge?from=letter', '/goods/weather/rain-gauge'),
  view('/search?q=someone%40example.org', '/search'),
  view('/orders/48213', '/orders/:id'),
  view('/orders/90877', '/orders/:id'),
];

/** A walk through the shop: the pages that all share, and at times one that few share. */
function walk(random: Random): readonly Step[] {
  const common = random.pick([[HOME, LIGHTS], [LIGHTS], [HOME, KITCHEN], [LIGHTS, KITCHEN]]);
  return random.chance(50) ? [...common, random.pick(RARE)] : common;
}

/** Coming back on some of the later days. */
function comeBack(random: Random): readonly Sitting[] {
  const steps = walk(random);
  return [
    { slot: SLOT.friday, steps: [HOME, ...steps] },
    ...(random.chance(60) ? [{ slot: SLOT.monday, steps: [HOME] }] : []),
    ...(random.chance(60) ? [{ slot: SLOT.tuesday, steps: walk(random) }] : []),
  ];
}

/** Every scenario makes the sittings of one visitor. */
export const SCENARIOS = {
  accept: (random) => [
    { slot: SLOT.thursday, steps: [HOME, LIGHTS, ACCEPT, ...walk(random)] },
    ...(random.chance(80) ? comeBack(random) : []),
  ],
  'accept and buy': (random) => [
    {
      slot: random.pick([SLOT.thursday, SLOT.thursdayEvening]),
      steps: [HOME, LIGHTS, view('/goods/lights/pocket-lighthouse'), ACCEPT, { do: 'add', path: '/cart' }, HOME],
    },
    ...comeBack(random),
  ],
  refuse: (random) => [
    { slot: SLOT.thursday, steps: [HOME, LIGHTS, REFUSE, ...walk(random), GUIDE, CARE] },
    { slot: SLOT.friday, steps: [HOME, ...walk(random)] },
  ],
  ignore: (random) => [
    { slot: SLOT.thursday, steps: [HOME, ...walk(random), GUIDE, CARE] },
    { slot: SLOT.friday, steps: [HOME, LIGHTS] },
  ],
  'privacy control': (random) => [
    { slot: SLOT.thursday, steps: [HOME, LIGHTS, ...walk(random), GUIDE, RETURNS] },
    { slot: SLOT.friday, steps: [HOME] },
  ],
  'come back': (random) => [
    { slot: SLOT.thursday, steps: [HOME, ACCEPT, LIGHTS] },
    { slot: SLOT.afterMidnight, steps: [HOME, ...walk(random)] },
    { slot: SLOT.friday, steps: [HOME, KITCHEN] },
    { slot: SLOT.monday, steps: [HOME] },
    { slot: SLOT.tuesday, steps: [HOME, LIGHTS] },
  ],
  'several tabs': (random) => [
    {
      slot: SLOT.thursday,
      steps: [
        HOME,
        { ...LIGHTS, tab: 1 } as Step,
        { ...KITCHEN, tab: 2 } as Step,
        ACCEPT,
        { ...HOME, tab: 1 } as Step,
        { ...LIGHTS, tab: 2 } as Step,
        random.pick(RARE),
      ],
    },
    ...comeBack(random),
  ],
  reload: (random) => [
    {
      slot: SLOT.thursday,
      steps: [
        HOME,
        { do: 'reload', path: '/' },
        LIGHTS,
        { do: 'reload', path: '/goods/lights' },
        ACCEPT,
        ...walk(random),
      ],
    },
    ...comeBack(random),
  ],
  offline: (random) => [
    {
      slot: SLOT.thursday,
      steps: [HOME, LIGHTS, ACCEPT, GUIDE, { do: 'offline' }, CARE, RETURNS, { do: 'online' }, HOME],
    },
    ...comeBack(random),
  ],
  // What was recorded offline is still on the device when the tab goes, and is sent in the next sitting.
  'close while offline': (random) => [
    { slot: SLOT.thursday, steps: [HOME, LIGHTS, ACCEPT, GUIDE, { do: 'offline' }, CARE, { do: 'close' }] },
    { slot: SLOT.thursdayEvening, steps: [{ do: 'online' }, HOME] },
    ...comeBack(random),
  ],
  // The collector has it, the page does not know, and the tab goes: the next sitting sends it again, and it is one event.
  'close before the answer': (random) => [
    { slot: SLOT.thursday, steps: [HOME, LIGHTS, ACCEPT, { do: 'lose-answer' }, KITCHEN, { do: 'close' }] },
    { slot: SLOT.thursdayEvening, steps: [HOME, ...walk(random)] },
    ...comeBack(random),
  ],
  // Twelve hours are within the day that notes wait for a decision.
  'sleep on it': (random) => [
    { slot: SLOT.thursdayEvening, steps: [HOME, LIGHTS, ...walk(random)] },
    { slot: SLOT.friday, steps: [HOME, ACCEPT, LIGHTS] },
    { slot: SLOT.monday, steps: [HOME] },
  ],
  // Four days are not: what waited so long is gone, and the visitor is new on Monday.
  'sleep too long': (random) => [
    { slot: SLOT.thursday, steps: [HOME, LIGHTS, ...walk(random)] },
    { slot: SLOT.monday, steps: [HOME, ACCEPT, LIGHTS] },
    { slot: SLOT.tuesday, steps: [HOME] },
  ],
  'change of mind': (random) => [
    { slot: SLOT.thursday, steps: [HOME, REFUSE, LIGHTS] },
    { slot: SLOT.friday, steps: [HOME, { do: 'reopen' }, ACCEPT, LIGHTS, ...walk(random)] },
    { slot: SLOT.monday, steps: [HOME, KITCHEN] },
  ],
} as const satisfies Record<string, (random: Random) => readonly Sitting[]>;

import type { Mutant } from '../mutant.ts';

const FAIRNESS = 'test/browser/banner/fairness.test.ts';
const GUEST = 'test/browser/banner/guest.test.ts';
const PARTS = 'test/widget/banner.test.ts';
const WORDS = 'test/widget/words.test.ts';
const WIDGET = 'widget/widget.ts';
const BANNER = 'widget/banner/banner.ts';
const STYLES = 'widget/banner/styles.ts';

/** Edits that make a no out of nothing the visitor did, or lose the one they said. */
export const REFUSAL_MUTANTS: Mutant[] = [
  {
    id: 'widget-takes-a-refusal-for-a-yes',
    promise: 'P2',
    file: WIDGET,
    from: "reject: (event) => answer('deny', event),",
    to: 'reject: (event) => answer({ purposes: host.purposes }, event),',
    test: FAIRNESS,
    name: 'UI-A3 one click',
    build: true,
  },
  {
    id: 'widget-keeps-asking-who-refused-in-another-tab',
    promise: 'P2',
    file: WIDGET,
    from: "(decision !== 'undecided' && reason !== 'scope-outdated'))) close();",
    to: "(decision === 'granted' && reason !== 'scope-outdated'))) close();",
    test: GUEST,
    name: 'in another tab',
    build: true,
  },
];

/** Edits that read a yes into something else. */
export const DOUBT_MUTANTS: Mutant[] = [
  {
    id: 'widget-accepts-on-escape',
    promise: 'P3',
    file: WIDGET,
    from: "=== 'Escape' && actions.close());",
    to: "=== 'Escape' && actions.accept(event));",
    test: FAIRNESS,
    name: 'UI-A7',
    build: true,
  },
  {
    id: 'widget-accepts-on-close',
    promise: 'P3',
    file: BANNER,
    from: 'ariaLabel: widget.close, onclick: on.close',
    to: 'ariaLabel: widget.close, onclick: on.accept',
    test: PARTS,
    name: 'reports each press',
  },
  {
    id: 'widget-ticks-boxes',
    promise: 'P3',
    file: 'widget/banner/details.ts',
    from: "{ type: 'checkbox', name,",
    to: "{ type: 'checkbox', checked: true, name,",
    test: PARTS,
    name: 'grant what is ticked',
  },
  {
    id: 'widget-lets-a-script-press-for-the-visitor',
    promise: 'P3',
    file: WIDGET,
    from: 'host.decide(choice, event,',
    to: 'host.decide(choice, { isTrusted: true } as Event,',
    test: GUEST,
    name: 'UI-G10',
    build: true,
  },
  {
    id: 'widget-announces-a-yes-that-does-not-stand',
    promise: 'P3',
    file: WIDGET,
    from: "if ('refused' in decided) throw decided;",
    to: "if ('refused' in decided) Object.assign(decided, { decision: 'granted' });\n      if (!('decision' in decided)) return;",
    test: GUEST,
    name: 'UI-G7 if the host refuses',
    build: true,
  },
];

/** Edits after which a yes is not the visitor's own, or not to what they said it to. */
export const FAIRNESS_MUTANTS: Mutant[] = [
  {
    id: 'widget-grants-what-was-not-ticked',
    promise: 'P4',
    file: WIDGET,
    from: 'const purposes = state.details?.granted() ?? host.purposes;',
    to: 'const purposes = host.purposes;',
    test: FAIRNESS,
    name: 'UI-A8',
    build: true,
  },
  {
    id: 'widget-takes-a-yes-to-nothing-for-a-yes-to-all',
    promise: 'P4',
    file: WIDGET,
    from: 'if (purposes[0]) answer({ purposes }, event);',
    to: 'if (host.purposes[0]) answer({ purposes: purposes[0] ? purposes : host.purposes }, event);',
    test: FAIRNESS,
    name: 'UI-A8',
    build: true,
  },
  {
    id: 'widget-makes-the-yes-bolder',
    promise: 'P4',
    file: STYLES,
    from: '.answers>*{font-weight:600;',
    to: '.answers>*{font-weight:400}.answers>*+*{font-weight:600}.answers>*{',
    test: FAIRNESS,
    name: 'UI-A2',
    build: true,
  },
  {
    id: 'widget-makes-the-yes-larger',
    promise: 'P4',
    file: STYLES,
    from: 'grid:auto-flow 1fr/repeat(auto-fit,minmax(min(6.5em,100%),1fr))',
    to: 'grid:auto/1fr 2fr',
    test: FAIRNESS,
    name: 'UI-A2',
    build: true,
  },
  {
    id: 'widget-lights-the-yes-up-under-the-pointer',
    promise: 'P4',
    file: STYLES,
    from: '.close{position:absolute;',
    to: '.answers>:last-child:hover{background:#070}\n.close{position:absolute;',
    test: FAIRNESS,
    name: 'UI-A2',
    build: true,
  },
  {
    id: 'widget-puts-the-yes-first',
    promise: 'P4',
    file: BANNER,
    from: '        answer(widget.reject, on.reject),\n        people && answer(people.rejectHere, on.rejectHere),\n        accept,\n',
    to: '        accept,\n        people && answer(people.rejectHere, on.rejectHere),\n        answer(widget.reject, on.reject),\n',
    test: PARTS,
    name: 'offers refusal first',
  },
  {
    id: 'widget-steers-with-its-words',
    promise: 'P4',
    file: 'widget/texts/en.json',
    from: 'May {controller} count how this site is used?',
    to: 'Help us give you the best experience?',
    test: WORDS,
    name: 'steers nobody',
  },
];

/**
 * For each rule of `askfirst check` what breaks it and what just does not. Every verdict was written down before the
 * rule was run on it. An edit replaces text in one of two files that break no rule at all.
 */

/** Breaks no rule. */
export const GOOD_CONFIGURATION = `version: 1
controller: { name: Harbour Journal, contact: privacy@harbour.example }
source: https://code.example/harbour/site
feedback: https://code.example/harbour/site/issues
timeZone: Europe/Lisbon
languages: [en, pt]
signals: { gpc: true, dnt: false }
storage: { place: Lisbon, region: EU }
paths: { templates: [], keep: ['/posts/*'], ignore: [] }
purposes:
  improve:
    title: { en: Improve this site, pt: Melhorar este sítio }
    text: { en: See which pages are read., pt: Ver que páginas são lidas. }
processors:
  - { name: Quay Hosting, role: server hosting, country: PT, contract: 'https://quay.example/dpa', since: 2026-11-01 }
never: [names, e-mail addresses, form contents]
`;

/** Breaks no rule. */
export const GOOD_METRIC = `cart.add:
  description: Somebody put a thing into the cart.
  why: Shows which shelves people buy from, so that we order what is wanted; visitors find fewer empty shelves.
  purpose: improve
  category: interaction
  linkage: none
  distinct: shelf
  properties:
    shelf: { type: slug, description: The shelf it came from. }
    many: { type: boolean, description: Was it more than one? }
  owners: { design: ana@harbour.example, implementation: rui@harbour.example }
  issues: [https://code.example/harbour/site/issues/12]
  expires: 2027-11-01
  retentionDays: 180
`;

/** Two linked metrics that break no rule. */
export const LINKED = `form.open:
  description: Somebody opened the order form.
  why: Shows at which step people give up ordering, so that we mend that step; visitors get to the end.
  purpose: improve
  category: interaction
  linkage: session
  linkedWith: [form.send]
  properties: {}
  owners: { design: ana@harbour.example, implementation: rui@harbour.example }
  issues: [https://code.example/harbour/site/issues/13]
  expires: 2027-11-01
form.send:
  description: Somebody sent the order form.
  why: Shows at which step people give up ordering, so that we mend that step; visitors get to the end.
  purpose: improve
  category: interaction
  linkage: session
  linkedWith: [form.open]
  properties: {}
  owners: { design: ana@harbour.example, implementation: rui@harbour.example }
  issues: [https://code.example/harbour/site/issues/13]
  expires: 2027-11-01
`;

/** Which file an edit is in. */
export type EditedFile = 'askfirst.yaml' | 'metrics/cart.yaml' | 'metrics/linked.yaml' | 'metrics/more.yaml';

/** Text to replace and what replaces it; an edit of metrics/more.yaml is the whole file. */
export type Edit = readonly [file: EditedFile, from: string, to: string];

/** What breaks a rule, where it is told, and what just does not. */
export interface RuleFixture {
  readonly fails: readonly Edit[];
  /** `file:line:column`. */
  readonly at: string;
  readonly passes: readonly Edit[];
}

const CONFIGURATION = 'askfirst.yaml';
const CART = 'metrics/cart.yaml';
const LINKED_FILE = 'metrics/linked.yaml';
const MORE = 'metrics/more.yaml';
const SHELF = 'shelf: { type: slug, description: The shelf it came from. }';
const WHY =
  'why: Shows which shelves people buy from, so that we order what is wanted; visitors find fewer empty shelves.';
const DESCRIPTION = 'description: Somebody put a thing into the cart.';

/** A whole metric beside the good one. */
const another = (name: string, change: (text: string) => string = (text) => text): Edit => [
  MORE,
  '',
  change(GOOD_METRIC.replace('cart.add', name).replace('a thing into the cart', `what ${name} is about here`)),
];

/** A metric of category content or sensitive needs a purpose of its own. */
const OWN_PURPOSE: Edit = [
  CONFIGURATION,
  'processors:',
  '  care:\n    title: { en: Care, pt: Cuidar }\n    text: { en: Care., pt: Cuidar. }\nprocessors:',
];

/** By rule. */
export const RULE_FIXTURES: Readonly<Record<string, RuleFixture>> = {
  'unknown-purpose': {
    fails: [[CART, 'purpose: improve', 'purpose: profit']],
    at: 'metrics/cart.yaml:4:12',
    passes: [OWN_PURPOSE, [CART, 'purpose: improve', 'purpose: care'], another('cart.open')],
  },
  'purpose-of-its-own': {
    fails: [another('letter.write', (text) => text.replace('category: interaction', 'category: content'))],
    at: 'metrics/more.yaml:4:12',
    passes: [
      OWN_PURPOSE,
      another('letter.write', (text) =>
        text.replace('category: interaction', 'category: content').replace('purpose: improve', 'purpose: care'),
      ),
    ],
  },
  'text-only-in-content': {
    fails: [[CART, SHELF, 'shelf: { type: text, maxLength: 80, description: The shelf. }']],
    at: 'metrics/cart.yaml:9:20',
    passes: [
      OWN_PURPOSE,
      another('letter.write', (text) =>
        text
          .replace('category: interaction', 'category: content')
          .replace('purpose: improve', 'purpose: care')
          .replace('type: slug', 'type: text, maxLength: 80'),
      ),
    ],
  },
  'reserved-property': {
    fails: [[CART, 'many:', 'ignore:']],
    at: 'metrics/cart.yaml:10:5',
    passes: [[CART, 'many:', 'opened:']],
  },
  'unknown-distinct': {
    fails: [[CART, 'distinct: shelf', 'distinct: shelves']],
    at: 'metrics/cart.yaml:7:13',
    passes: [[CART, 'distinct: shelf', 'distinct: many']],
  },
  'expires-too-late': {
    fails: [[CART, '2027-11-01', '2028-11-22']],
    at: 'metrics/cart.yaml:13:12',
    passes: [[CART, '2027-11-01', '2028-11-21']],
  },
  'never-without-why': {
    fails: [[CART, '2027-11-01', 'never']],
    at: 'metrics/cart.yaml:13:12',
    passes: [[CART, '2027-11-01', 'never\n  expiresWhy: The yearly report needs it and Ana reads it.']],
  },
  'browser-property-beside-others': {
    fails: [[CART, 'many: { type: boolean', 'touch: { type: boolean']],
    at: 'metrics/cart.yaml:10:5',
    passes: [
      another('browser.input', (text) =>
        text
          .replace(`    ${SHELF}\n`, '')
          .replace('many: { type: boolean', 'touch: { type: boolean')
          .replace('  distinct: shelf\n', ''),
      ),
    ],
  },
  'two-open-properties': {
    fails: [[CART, 'many: { type: boolean', 'page: { type: path']],
    at: 'metrics/cart.yaml:10:5',
    passes: [[CART, 'many: { type: boolean', 'items: { type: count, most: 100']],
  },
  'visit-day-alone': {
    fails: [another('visit.day')],
    at: 'metrics/more.yaml:7:13',
    passes: [another('visit.week')],
  },
  'linked-with': {
    fails: [[LINKED_FILE, 'linkedWith: [form.open]', 'linkedWith: [form.post]']],
    at: 'metrics/linked.yaml:18:16',
    passes: [[LINKED_FILE, 'Somebody sent', 'Somebody posted']],
  },
  'joined-categories': {
    fails: [
      OWN_PURPOSE,
      [
        LINKED_FILE,
        'category: interaction\n  linkage: session\n  linkedWith: [form.open]',
        'category: content\n  linkage: session\n  linkedWith: [form.open]',
      ],
      [
        LINKED_FILE,
        'visitors get to the end.\n  purpose: improve\n  category: content',
        'visitors get to the end.\n  purpose: care\n  category: content',
      ],
    ],
    at: 'metrics/linked.yaml:7:16',
    passes: [
      OWN_PURPOSE,
      [LINKED_FILE, 'purpose: improve', 'purpose: care'],
      [LINKED_FILE, 'purpose: improve', 'purpose: care'],
      [LINKED_FILE, 'category: interaction', 'category: sensitive'],
      [LINKED_FILE, 'category: interaction', 'category: sensitive'],
    ],
  },
  'empty-metric-name': {
    fails: [another('cart.event')],
    at: 'metrics/more.yaml:1:1',
    passes: [another('event.join')],
  },
  'empty-property-name': {
    fails: [[CART, 'many:', 'value:']],
    at: 'metrics/cart.yaml:10:5',
    passes: [[CART, 'many:', 'valued:']],
  },
  'unit-missing': {
    fails: [[CART, 'many: { type: boolean', 'duration: { type: bucket, bounds: [1, 10]']],
    at: 'metrics/cart.yaml:10:5',
    passes: [[CART, 'many: { type: boolean', 'durationSeconds: { type: bucket, bounds: [1, 10]']],
  },
  'identifier-property': {
    fails: [[CART, 'many:', 'userKind:']],
    at: 'metrics/cart.yaml:10:5',
    passes: [[CART, 'many:', 'used:']],
  },
  'identifier-value': {
    fails: [[CART, 'many: { type: boolean', 'size: { type: choice, values: [small, c0ffee4711beef]']],
    at: 'metrics/cart.yaml:10:43',
    passes: [[CART, 'many: { type: boolean', 'size: { type: choice, values: [small, extra-large-2]']],
  },
  'near-duplicate': {
    fails: [another('add.cart')],
    at: 'metrics/more.yaml:1:1',
    passes: [another('cart.empty')],
  },
  'same-description': {
    fails: [another('wish.add', (text) => text.replace('what wish.add is about here', 'a thing into the cart'))],
    at: 'metrics/more.yaml:2:16',
    passes: [another('wish.add')],
  },
  'short-why': {
    fails: [[CART, WHY, 'why: So that visitors find fewer empty shelves.']],
    at: 'metrics/cart.yaml:3:8',
    passes: [[CART, WHY, 'why: So that visitors find fewer empty shelves at home.']],
  },
  'generic-why': {
    fails: [[CART, WHY, 'why: We use this to improve the user experience of our product for people.']],
    at: 'metrics/cart.yaml:3:8',
    passes: [
      [
        CART,
        WHY,
        'why: Shows which step of ordering fails, so that we can improve the website exactly there and people get what they came for.',
      ],
    ],
  },
  'why-repeats-description': {
    fails: [[CART, WHY, 'why: So that somebody put a thing into the cart and that thing is in it.']],
    at: 'metrics/cart.yaml:3:8',
    passes: [[CART, WHY, 'why: A thing in the cart shows which shelves run empty, so that people find them full.']],
  },
  'why-without-gain': {
    fails: [[CART, WHY, 'why: Shows which shelves run empty, so that the right things are ordered in time.']],
    at: 'metrics/cart.yaml:3:8',
    passes: [[CART, WHY, 'why: Shows which shelves run empty, so that readers find the right things in time.']],
  },
  'short-description': {
    fails: [[CART, DESCRIPTION, 'description: Cart add.']],
    at: 'metrics/cart.yaml:2:16',
    passes: [[CART, DESCRIPTION, 'description: Something was added.']],
  },
  'property-undescribed': {
    fails: [[CART, 'many: { type: boolean, description: Was it more than one? }', 'many: { type: boolean }']],
    at: 'metrics/cart.yaml:10:5',
    passes: [[CART, 'Was it more than one?', 'More?']],
  },
  'sensitive-word': {
    fails: [[CART, 'many: { type: boolean', 'topic: { type: choice, values: [weather, religion]']],
    at: 'metrics/cart.yaml:10:5',
    passes: [[CART, 'many: { type: boolean', 'topic: { type: choice, values: [weather, traffic]']],
  },
  'on-the-never-list': {
    fails: [[CART, 'many:', 'name:']],
    at: 'metrics/cart.yaml:10:5',
    passes: [[CART, 'many:', 'named:']],
  },
  'standard-shape': {
    fails: [another('page.view')],
    at: 'metrics/more.yaml:8:3',
    passes: [another('page.turn')],
  },
  expired: {
    fails: [[CART, '2027-11-01', '2026-11-22']],
    at: 'metrics/cart.yaml:13:12',
    passes: [[CART, '2027-11-01', '2026-11-23']],
  },
  'expires-soon': {
    fails: [[CART, '2027-11-01', '2027-01-21']],
    at: 'metrics/cart.yaml:13:12',
    passes: [[CART, '2027-11-01', '2027-01-22']],
  },
  'weak-expires-why': {
    fails: [[CART, '2027-11-01', 'never\n  expiresWhy: Needed for ever.']],
    at: 'metrics/cart.yaml:14:15',
    passes: [[CART, '2027-11-01', 'never\n  expiresWhy: The yearly report needs it.']],
  },
  'long-retention': {
    fails: [[CART, 'retentionDays: 180', 'retentionDays: 401']],
    at: 'metrics/cart.yaml:14:18',
    passes: [[CART, 'retentionDays: 180', 'retentionDays: 400']],
  },
  'no-issue': {
    fails: [[CART, 'issues: [https://code.example/harbour/site/issues/12]', 'issues: []']],
    at: 'metrics/cart.yaml:1:1',
    passes: [[CART, 'issues/12', 'issues/13']],
  },
  'owner-is-nobody': {
    fails: [[CART, 'ana@harbour.example', 'team@harbour.example']],
    at: 'metrics/cart.yaml:11:21',
    passes: [[CART, 'ana@harbour.example', 'teamara@harbour.example']],
  },
  'many-properties': {
    fails: [
      [
        CART,
        '  owners:',
        `${['one', 'two', 'three', 'four'].map((name) => `    ${name}: { type: boolean, description: Was it ${name}? }\n`).join('')}  owners:`,
      ],
    ],
    at: 'metrics/cart.yaml:8:3',
    passes: [
      [
        CART,
        '  owners:',
        `${['one', 'two', 'three'].map((name) => `    ${name}: { type: boolean, description: Was it ${name}? }\n`).join('')}  owners:`,
      ],
    ],
  },
  'choice-of-one': {
    fails: [[CART, 'many: { type: boolean', 'gift: { type: choice, values: [gift]']],
    at: 'metrics/cart.yaml:10:5',
    passes: [[CART, 'many: { type: boolean', 'gift: { type: choice, values: [gift, own]']],
  },
  'open-without-distinct': {
    fails: [[CART, '  distinct: shelf\n', '']],
    at: 'metrics/cart.yaml:8:5',
    passes: [
      [CART, '  distinct: shelf\n', ''],
      [CART, 'type: slug', 'type: choice, values: [lights, kitchen]'],
    ],
  },
  'count-too-fine': {
    fails: [[CART, 'many: { type: boolean', 'items: { type: count, most: 101']],
    at: 'metrics/cart.yaml:10:33',
    passes: [[CART, 'many: { type: boolean', 'items: { type: count, most: 100']],
  },
  'purpose-without-words': {
    fails: [[CONFIGURATION, 'title: { en: Improve this site, pt:', 'title: { pt:']],
    at: 'askfirst.yaml:12:5',
    passes: [[CONFIGURATION, 'Improve this site', 'Improve it']],
  },
  'purpose-untranslated': {
    fails: [[CONFIGURATION, ', pt: Ver que páginas são lidas.', '']],
    at: 'askfirst.yaml:11:3',
    passes: [
      [CONFIGURATION, ', pt: Ver que páginas são lidas.', ''],
      [CONFIGURATION, 'languages: [en, pt]', 'languages: [en]'],
    ],
  },
  'purpose-unused': {
    fails: [OWN_PURPOSE],
    at: 'askfirst.yaml:14:3',
    passes: [OWN_PURPOSE, another('cart.open', (text) => text.replace('purpose: improve', 'purpose: care'))],
  },
  'keeps-every-path': {
    fails: [[CONFIGURATION, "'/posts/*'", "'/:any/**'"]],
    at: 'askfirst.yaml:9:32',
    passes: [[CONFIGURATION, "'/posts/*'", "'/:any/posts/**'"]],
  },
  'template-keeps-identifier': {
    fails: [[CONFIGURATION, 'templates: []', "templates: ['/orders/48213']"]],
    at: 'askfirst.yaml:9:22',
    passes: [[CONFIGURATION, 'templates: []', "templates: ['/orders/:id', '/orders/new']"]],
  },
  placeholder: {
    fails: [[CONFIGURATION, 'privacy@harbour.example', 'you@example.com']],
    at: 'askfirst.yaml:2:47',
    passes: [[CONFIGURATION, 'privacy@harbour.example', 'you@harbour.example']],
  },
  'storage-untold': {
    fails: [[CONFIGURATION, 'place: Lisbon, ', '']],
    at: 'askfirst.yaml:8:1',
    passes: [[CONFIGURATION, ', region: EU', '']],
  },
  'feedback-untold': {
    fails: [[CONFIGURATION, 'feedback: https://code.example/harbour/site/issues\n', '']],
    at: 'askfirst.yaml:1:1',
    passes: [[CONFIGURATION, 'site/issues', 'site/letters']],
  },
  'processor-without-contract': {
    fails: [[CONFIGURATION, ", contract: 'https://quay.example/dpa'", '']],
    at: 'askfirst.yaml:15:5',
    passes: [[CONFIGURATION, 'quay.example/dpa', 'quay.example/contract']],
  },
  'signal-ignored': {
    fails: [[CONFIGURATION, 'gpc: true', 'gpc: false']],
    at: 'askfirst.yaml:7:17',
    passes: [[CONFIGURATION, 'dnt: false', 'dnt: true']],
  },
};

/** The table of design 4 as data: what each room may know of the others. */
export interface Room {
  /** Rooms whose code it may import. */
  readonly rooms: readonly string[];
  /** Rooms of which it may import types only. */
  readonly typesOf: readonly string[];
  /** Packages it may import: `any` for rooms that are not shipped. */
  readonly packages: readonly string[] | 'any';
  /** May it import `node:` modules? */
  readonly node: boolean;
}

/** Packages that page bundles are made of; they are development dependencies because they are bundled. */
export const PAGE_PACKAGES = { src: ['idb-keyval'], widget: ['preact'] } as const;

/** Packages that the collector brings along: all of `dependencies`, and nothing else. */
export const COLLECTOR_PACKAGES = [
  '@hono/node-server',
  'better-sqlite3',
  'canonicalize',
  'commander',
  'hono',
  'jose',
  'pino',
  'yaml',
  'zod',
] as const;

/** Every top-level folder is one of these. */
export const ROOMS: Readonly<Record<string, Room>> = {
  contract: { rooms: [], typesOf: [], packages: [], node: false },
  src: { rooms: ['contract'], typesOf: [], packages: PAGE_PACKAGES.src, node: false },
  widget: { rooms: ['contract'], typesOf: ['src'], packages: PAGE_PACKAGES.widget, node: false },
  collector: { rooms: ['contract'], typesOf: [], packages: COLLECTOR_PACKAGES, node: true },
  // Published exports only: the demo sees what a user of the package sees.
  demo: { rooms: [], typesOf: [], packages: 'any', node: true },
  test: { rooms: ['contract', 'src', 'widget', 'collector', 'demo'], typesOf: [], packages: 'any', node: true },
  docs: { rooms: [], typesOf: [], packages: [], node: false },
};

/**
 * Floors inside the collector: a folder may import what lies below it, and on the floor itself what lies beside it.
 * `command → receive | rights | subjects | pages → store, registry, reports`.
 */
export const COLLECTOR_FLOORS: readonly (readonly string[])[] = [
  ['store', 'registry', 'reports'],
  ['receive', 'rights', 'subjects', 'pages'],
  ['collector-options.ts'],
  ['put-in-force.ts', 'start-upkeep.ts'],
  ['collector.ts'],
  ['command'],
];

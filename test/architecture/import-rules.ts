import { COLLECTOR_FLOORS, ROOMS } from './rooms.ts';
import { type Import, importsOf, isCode, type Source } from './source.ts';

/** What breaks a rule, one line each; an empty list is a kept rule. */
export type Violations = readonly string[];

const roomOf = (path: string) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '');
const packageOf = (specifier: string) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
const isTest = (path: string) => path.startsWith('test/');

function eachImport(
  sources: readonly Source[],
  judge: (source: Source, one: Import) => string | undefined,
): Violations {
  return sources.filter(isCode).flatMap((source) =>
    importsOf(source).flatMap((one) => {
      const problem = judge(source, one);
      return problem === undefined ? [] : [`${source.path} imports ${one.specifier}: ${problem}`];
    }),
  );
}

/** Rooms import only the rooms, packages and `node:` modules that the table of design 4 allows. */
export function breaksRoomTable(sources: readonly Source[]): Violations {
  return eachImport(sources, ({ path }, one) => {
    const name = roomOf(path);
    const room = ROOMS[name];
    // Top-level files are tool configurations; they import tools.
    if (room === undefined) return undefined;
    if (one.target !== undefined) {
      const target = roomOf(one.target);
      if (target === name || room.rooms.includes(target)) return undefined;
      if (room.typesOf.includes(target)) return one.typeOnly ? undefined : `only types of ${target} may be imported`;
      // The tests read what the tools are told.
      if (target === '' && isTest(path)) return undefined;
      return `${name} may not know ${target || 'the top level'}`;
    }
    if (one.specifier.startsWith('node:')) return room.node ? undefined : `${name} does not run in Node`;
    if (room.packages === 'any' || room.packages.includes(packageOf(one.specifier))) return undefined;
    return `the package is not allowed in ${name}`;
  });
}

/** Inside the collector arrows go down one way: command, collector, the four doors, the floor. */
export function breaksCollectorFloors(sources: readonly Source[]): Violations {
  const placeOf = (path: string) => (path.startsWith('collector/') ? path.split('/')[1] : undefined) ?? '';
  const floorOf = (place: string) => COLLECTOR_FLOORS.findIndex((places) => places.includes(place));
  const inCollector = sources.filter(({ path }) => path.startsWith('collector/'));
  return eachImport(inCollector, ({ path }, { target = '' }) => {
    const [from, to] = [placeOf(path), placeOf(target)];
    if (to === '' || from === to) return undefined;
    const [fromFloor, toFloor] = [floorOf(from), floorOf(to)];
    // A file directly in collector/ that is on no floor is a shared noun: all may know it, it knows nobody.
    if (toFloor === -1) return to.endsWith('.ts') ? undefined : `${to} is on no floor of the collector`;
    if (fromFloor > toFloor || (fromFloor === 0 && toFloor === 0)) return undefined;
    return `${from} may not know ${to}`;
  });
}

/** No file is reached again from what it imports. Each cycle is told once. Tests may know each other's types both ways. */
export function hasCycles(sources: readonly Source[]): Violations {
  const targetsOf = (source: Source) =>
    importsOf(source).flatMap(({ target, typeOnly }) => (typeOnly && isTest(source.path) ? [] : (target ?? [])));
  const targets = new Map(sources.filter(isCode).map((source) => [source.path, targetsOf(source)]));
  const cycles: string[] = [];
  const finished = new Set<string>();
  const visit = (path: string, trail: readonly string[]) => {
    const start = trail.indexOf(path);
    if (start !== -1) cycles.push([...trail.slice(start), path].join(' → '));
    if (start !== -1 || finished.has(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path]);
    finished.add(path);
  };
  for (const path of targets.keys()) visit(path, []);
  return cycles;
}

/**
 * Nothing is proven with the code it is about (design 15): truth files and simulators, and all they import, know nothing
 * of contract, src or collector, nor of the package made of them.
 */
export function truthKnowsTheCode(sources: readonly Source[]): Violations {
  const byPath = new Map(sources.filter(isCode).map((source) => [source.path, source]));
  const isTruth = (path: string) => /(^|[/-])(truth|simulat\w+)(-[^/]*)?(\/|\.[jt]sx?$)/.test(path);
  return [...byPath.keys()].filter(isTruth).flatMap((start) => {
    const seen = new Set<string>();
    const found: string[] = [];
    const visit = (path: string) => {
      const source = byPath.get(path);
      if (seen.has(path) || source === undefined) return;
      seen.add(path);
      for (const { specifier, target } of importsOf(source)) {
        if (/^(contract|src|collector)\//.test(target ?? '') || packageOf(specifier) === 'askfirst')
          found.push(`${start} reaches ${specifier} by ${path}`);
        else if (target !== undefined) visit(target);
      }
    };
    visit(start);
    return found;
  });
}

/** Reads one YAML file and remembers where everything stands in it, so that later steps can point at it. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { FileProblem } from './registry-problem.ts';

/** Largest file read, in bytes. Our choice: a thousand metrics are a third of it. */
const MAX_FILE_BYTES = 2 * 1024 * 1024;

/** Where something stands; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** One file, read. `value` is plain data and undefined only where `problems` says why. */
export interface YamlFile {
  readonly file: string;
  readonly value: unknown;
  readonly problems: readonly FileProblem[];
  /** The place of the value at a path, or of its key; where nothing stands, of the nearest thing around it. */
  at(path: readonly PropertyKey[], what?: 'key' | 'value'): Place;
}

/** Reads and parses `<folder>/<file>`. Never throws for what the file holds; a missing file is a problem too. */
export function readYaml(folder: string, file: string): YamlFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(folder, file));
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return unreadable(file, isMissing ? 'The file does not exist.' : 'The file cannot be read.', {
      remedy: isMissing ? 'Run `askfirst init`, or name the right folder.' : 'Look at its permissions.',
    });
  }
  if (bytes.length > MAX_FILE_BYTES)
    return unreadable(file, 'The file is larger than 2 MiB.', { remedy: 'Split it into several files.' });
  return parseYaml(file, bytes.toString('utf8'));
}

/** Parses text that is already in hand. */
export function parseYaml(file: string, text: string): YamlFile {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, stringKeys: true });
  const placeAt = (offset: number): Place => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const at = (path: readonly PropertyKey[], what: 'key' | 'value' = 'value'): Place =>
    placeAt(offsetOf(document.contents, path, what));
  const problems = [...document.errors, ...document.warnings].map((error) => ({
    file,
    ...placeAt(error.pos[0]),
    rule: 'yaml',
    message: `${error.message.replace(/\s+/g, ' ').replace(/\.?$/, '.')}`,
    remedy: REMEDY_BY_CODE[error.code] ?? 'Correct the YAML here.',
  }));
  if (problems.length > 0) return { file, value: undefined, problems, at };
  try {
    return { file, value: document.toJS({ maxAliasCount: 100 }) as unknown, problems: [], at };
  } catch {
    // The yaml package throws where aliases would grow into a huge document.
    return unreadable(file, 'It uses too many aliases.', { remedy: 'Write the values out.' });
  }
}

const REMEDY_BY_CODE: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'Remove one of the two.',
  TAB_AS_INDENT: 'Indent with spaces.',
  BAD_INDENT: 'Indent it like its neighbours.',
  MULTIPLE_DOCS: 'Keep one document in each file.',
  NON_STRING_KEY: 'Put the key in quotation marks.',
};

function unreadable(file: string, message: string, { remedy }: { remedy: string }): YamlFile {
  const problems = [{ file, line: 1, column: 1, rule: 'unreadable', message, remedy }];
  return { file, value: undefined, problems, at: () => ({ line: 1, column: 1 }) };
}

function offsetOf(root: Node | null, path: readonly PropertyKey[], what: 'key' | 'value'): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => (isScalar(key) ? key.value : key) === step);
      if (!pair) return offset;
      const wantsKey = depth === path.length - 1 && what === 'key';
      // A missing value (`key:`) has no place of its own, and the key of a whole block is what a reader looks for.
      const target = wantsKey || !isScalar(pair.value) || pair.value.value === null ? pair.key : pair.value;
      offset = rangeStart(target) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = rangeStart(node) ?? offset;
    } else return offset;
  }
  return offset;
}

function rangeStart(node: unknown): number | undefined {
  return isMap(node) || isSeq(node) || isScalar(node) ? node.range?.[0] : undefined;
}

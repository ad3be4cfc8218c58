/** From plain data to a typed value by a zod schema, or problems with places and remedies. Knows zod's way of reporting; nobody else does. */

import type { z } from 'zod';
import { nearest } from './nearest.ts';
import type { YamlFile } from './read-yaml.ts';
import type { FileProblem } from './registry-problem.ts';

/** The value, or what is wrong with it. */
export type Shaped<T> =
  | { readonly value: T; readonly problems: readonly [] }
  | { readonly value?: undefined; readonly problems: readonly FileProblem[] };

/**
 * Checks what stands in a file, or at a path in it, against a schema.
 * @param base where in the file the value stands
 */
export function checkShape<S extends z.ZodType>(
  schema: S,
  file: YamlFile,
  { value = file.value, base = [] }: { readonly value?: unknown; readonly base?: readonly PropertyKey[] } = {},
): Shaped<z.output<S>> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return { value: result.data, problems: [] };
  return { problems: result.error.issues.flatMap((issue) => toProblems(issue, { file, base, schema })) };
}

interface Context {
  readonly file: YamlFile;
  readonly base: readonly PropertyKey[];
  readonly schema: z.ZodType;
}

function toProblems(issue: z.core.$ZodIssue, { file, base, schema }: Context): FileProblem[] {
  const path = [...base, ...issue.path];
  const name = path.map(String).join('.') || file.file;
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => ({
      file: file.file,
      ...file.at([...path, key], 'key'),
      rule: 'unknown-key',
      message: `\`${key}\` is no key here.`,
      remedy: toRemedy(key, known),
    }));
  }
  const place = { file: file.file, rule: 'shape' };
  if (issue.code === 'invalid_key') {
    const [message, remedy] = split(issue.issues[0]?.message ?? 'is no name allowed here. Rename it.');
    return [{ ...place, ...file.at(path, 'key'), message: `\`${String(path.at(-1))}\` ${message}`, remedy }];
  }
  if (issue.code === 'invalid_type' && (issue.input === undefined || issue.input === null)) {
    const shown = path.length > 0 ? `\`${name}\`` : 'The file';
    const message = issue.input === undefined ? `${shown} is missing.` : `${shown} has no value.`;
    return [{ ...place, ...file.at(path), message, remedy: `Write its ${issue.expected}.` }];
  }
  const [message, remedy] = split(issue.message);
  return [{ ...place, ...file.at(path), message: `\`${name}\` ${message}`, remedy }];
}

/** Our own messages are "what is wrong. What to do."; zod's are turned into that. */
function split(text: string): [string, string] {
  const own = /^(?:is|must|names) /.test(text) ? text : toOwnWords(text);
  const end = own.indexOf('. ');
  return end < 0 ? [own.replace(/\.?$/, '.'), 'Correct it.'] : [own.slice(0, end + 1), own.slice(end + 2)];
}

function toOwnWords(text: string): string {
  const expected = /^Invalid input: expected (.+?)(?:, received (.+))?$/.exec(text);
  if (expected)
    return `must be of type ${expected[1]}${expected[2] ? `, and here is ${expected[2]}` : ''}. Correct it.`;
  const option = /^Invalid option: expected one of (.+)$/.exec(text);
  if (option) return `must be one of ${option[1]?.replaceAll('|', ', ')}. Choose one.`;
  return `is not allowed (${text.replace(/\.$/, '')}). Correct it.`;
}

function toRemedy(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  if (near) return `Did you mean \`${near}\`?`;
  return known.length > 0 ? `The keys are ${known.join(', ')}.` : 'Remove it.';
}

/** The keys an object schema knows at a path; empty where that cannot be said. */
function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  // zod describes every schema by `_zod.def`, whose fields depend on its type; each is looked at before it is used.
  const def = schema._zod.def as {
    type: string;
    innerType?: z.core.$ZodType;
    shape?: Record<string, z.core.$ZodType>;
    element?: z.core.$ZodType;
    valueType?: z.core.$ZodType;
    options?: readonly z.core.$ZodType[];
  };
  if (def.innerType) return keysAt(def.innerType, path);
  if (def.options) return [...new Set(def.options.flatMap((option) => keysAt(option, path)))];
  const [step, ...rest] = path;
  if (step === undefined) return def.shape ? Object.keys(def.shape) : [];
  const next = def.shape?.[String(step)] ?? def.valueType ?? def.element;
  return next ? keysAt(next, rest) : [];
}

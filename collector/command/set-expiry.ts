/** Changes the one word `expires` of a metric in its file; comments and everything else stay as they are. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isScalar, parseDocument } from 'yaml';
import { addDays, isDay } from '../../contract/day.ts';
import type { DeclaredMetric } from '../registry/loaded-registry.ts';
import { MAX_EXPIRY_DAYS } from '../registry/metric-definition.ts';
import { writeWhole } from '../registry/write-registry.ts';
import { CommandProblem } from './command-problem.ts';
import type { SoundRegistry } from './registry-option.ts';

/** Writes the new day into the metric's file; throws CommandProblem for a day that is none, past, or too far ahead. */
export function setExpiry(
  { name, file, definition }: DeclaredMetric,
  { folder, today }: SoundRegistry,
  expires: string,
): void {
  if (!isDay(expires)) throw new CommandProblem(`--expires is no day: ${expires}. Write it as 2027-11-01.`);
  const latest = addDays(today, MAX_EXPIRY_DAYS);
  if (expires <= today || expires > latest)
    throw new CommandProblem(`--expires must lie after ${today} and not after ${latest}.`);
  if (definition.expires === 'never') throw new CommandProblem(`${name} never expires, so there is nothing to renew.`);
  const text = readFileSync(join(folder, file), 'utf8');
  const node = parseDocument(text, { keepSourceTokens: true }).getIn([name, 'expires'], true);
  if (!isScalar(node) || !node.range) throw new CommandProblem(`${file} has changed meanwhile. Try again.`);
  const [start, end] = node.range;
  writeWhole(folder, file, text.slice(0, start) + expires + text.slice(end));
}

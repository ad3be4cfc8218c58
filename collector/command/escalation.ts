/** The outcome of an escalated review, as it is written on the command line: `privacy: Ilse Roth: approved`. */

import type { Escalation } from '../registry/review-record.ts';
import { CommandProblem } from './command-problem.ts';

/** Parses one outcome; throws CommandProblem for anything else. */
export function parseEscalation(
  text: string,
  { cause, today }: { readonly cause: string; readonly today: string },
): Escalation {
  const [, kind, name, outcome] = /^\s*(privacy|policy|legal)\s*:\s*(.+?)\s*:\s*(approved|denied)\s*$/.exec(text) ?? [];
  if (!kind || !name || !outcome)
    throw new CommandProblem(`“${text}” is no outcome. Write kind, name and outcome: "privacy: Ilse Roth: approved".`);
  // The expression above lets only these words pass.
  return { kind: kind as Escalation['kind'], cause, name, outcome: outcome as Escalation['outcome'], date: today };
}

/** `askfirst check`: is the registry in order? Exit 1 if anything is wrong; warnings alone are exit 0. */

import { join } from 'node:path';
import type { Command } from 'commander';
import { type CheckResult, checkRegistry } from '../registry/check-registry.ts';
import { readFolder } from '../registry/read-folder.ts';
import type { RuleFinding } from '../registry/run-rules.ts';
import { createPainter } from './paint.ts';
import { addRegistryOption, type Clock, type RegistryFlags, toToday } from './registry-option.ts';
import type { Terminal } from './terminal.ts';

interface CheckFlags extends RegistryFlags {
  readonly json?: true;
  readonly pending?: true;
}

/** Adds `check` to the command line. */
export function addCheck(program: Command, terminal: Terminal, clock: Clock): void {
  addRegistryOption(program.command('check'))
    .description('Check the registry: shape, rules, reviews, release. Exit 1 if anything is wrong.')
    .option('--json', 'as JSON')
    .option('--pending', 'only list the metrics that wait for a steward')
    .action((flags: CheckFlags) => {
      // The time zone is in the file that is to be checked; where that cannot be read, UTC does.
      const timeZone = readFolder(flags.registry).configuration?.timeZone ?? 'UTC';
      const today = toToday(flags, timeZone, clock);
      const result = checkRegistry(flags.registry, { today });
      const errors = result.findings.filter(({ severity }) => severity === 'error').length;
      terminal.stdout.write(flags.json ? toJson(result, flags) : toText(result, { flags, terminal }));
      if (!flags.pending && errors > 0) terminal.exitCode = 1;
    });
}

function toJson({ findings, pending, metrics }: CheckResult, flags: CheckFlags): string {
  const placed = findings.map((finding) => ({ ...finding, file: join(flags.registry, finding.file) }));
  const waiting = pending.map((review) => ({ ...review, file: join(flags.registry, review.file) }));
  return `${JSON.stringify(flags.pending ? { pending: waiting } : { metrics, findings: placed, pending: waiting }, null, 2)}\n`;
}

function toText(
  { findings, pending, metrics }: CheckResult,
  { flags, terminal }: { readonly flags: CheckFlags; readonly terminal: Terminal },
): string {
  const paint = createPainter(terminal);
  if (flags.pending) {
    if (pending.length === 0) return 'No metric waits for a steward.\n';
    const lines = pending.map(({ metric, requestedBy, requestedOn, isRenewal, file, line }) => {
      const asked = requestedBy ? `asked for by ${requestedBy} on ${requestedOn}` : 'nobody has asked yet';
      return `${metric}: ${isRenewal ? 'renewal, ' : ''}${asked} (${join(flags.registry, file)}:${line})\n`;
    });
    return lines.join('');
  }
  const lines = findings.map((finding) => toLine(finding, { flags, paint }));
  const count = (wanted: RuleFinding['severity']) => findings.filter(({ severity }) => severity === wanted).length;
  const summary = `${plural(metrics, 'metric')}: ${plural(count('error'), 'error')}, ${plural(count('warning'), 'warning')}.`;
  return `${lines.join('')}${paint(count('error') > 0 ? 'red' : 'green', summary)}\n`;
}

function toLine(
  { file, line, column, rule, severity, message, remedy }: RuleFinding,
  { flags, paint }: { readonly flags: CheckFlags; readonly paint: ReturnType<typeof createPainter> },
): string {
  const place = paint('bold', `${join(flags.registry, file)}:${line}:${column}`);
  return `${place} ${paint(severity === 'error' ? 'red' : 'yellow', severity)} ${rule}: ${message} ${remedy}\n`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

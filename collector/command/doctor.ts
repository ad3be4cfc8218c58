/** `askfirst doctor <url>`: is the tag there, reachable, first party, cached and proxied right, CSP sufficient? Exit 1 if anything is wrong. */

import type { Command } from 'commander';
import { CommandProblem } from './command-problem.ts';
import { examine } from './doctor/examine.ts';
import type { DoctorFinding } from './doctor/finding.ts';
import { createPainter } from './paint.ts';
import type { Terminal } from './terminal.ts';

/** Adds `doctor` to the command line. */
export function addDoctor(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .description(
      'Look at a page from outside: tag, collector, caching, proxy, Content-Security-Policy. Stores nothing.',
    )
    .argument('<url>', 'the address of a page with the tag')
    .option('--json', 'as JSON')
    .action(async (text: string, flags: { readonly json?: true }) => {
      const address = /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
      if (!address) throw new CommandProblem(`${text} is no address of a page. Write it whole: https://shop.example/.`);
      const findings = await examine(address);
      terminal.stdout.write(flags.json ? `${JSON.stringify({ findings }, null, 2)}\n` : toText(findings, terminal));
      if (findings.some(({ verdict }) => verdict === 'wrong')) terminal.exitCode = 1;
    });
}

const STYLES = { right: 'green', note: 'yellow', wrong: 'red' } as const;

function toText(findings: readonly DoctorFinding[], terminal: Terminal): string {
  const paint = createPainter(terminal);
  const lines = findings.map(
    ({ about, verdict, says, remedy }) =>
      `${paint(STYLES[verdict], verdict.padEnd(5))} ${about}: ${says}${remedy ? ` ${remedy}` : ''}\n`,
  );
  const count = (wanted: DoctorFinding['verdict']) => findings.filter(({ verdict }) => verdict === wanted).length;
  const end = `${count('wrong')} wrong, ${count('note')} to note, ${count('right')} right.`;
  return `${lines.join('')}${paint(count('wrong') > 0 ? 'red' : 'green', end)}\n`;
}

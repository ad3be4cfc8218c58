import { CHECK_RULES } from '../../collector/registry/rules/check-rules.ts';
import { OTHER_FINDINGS } from '../../collector/registry/rules/other-findings.ts';
import { printTable } from './print-table.ts';

/** docs/check-rules.md: every rule of `askfirst check`. */
export function printCheckRules(): string {
  const rules = CHECK_RULES.map(({ id, severity, enforced, says, remedy }) => [
    `\`${id}\``,
    severity,
    enforced === 'load' ? 'yes' : '',
    says,
    remedy,
  ]);
  const others = Object.entries(OTHER_FINDINGS).map(([id, says]) => [`\`${id}\``, says]);
  return `# Rules of check

<!-- Printed from the code by \`npm run docs\`; a test compares. Do not edit. -->

\`askfirst check\` reads the whole registry, tells everything that is wrong at once, each with file, line, column and what to do, and ends with
exit code 1 if there is an error. Warnings alone end with 0. The ${CHECK_RULES.length} rules below judge what files mean; those marked “collector” are held by the
collector too: it does not start, and does not reload, on a registry that breaks one.

${printTable(['rule', 'weight', 'collector', 'asks for', 'what to do'], rules)}

Before the rules come files and shapes, after them review and release:

${printTable(['finding', 'meaning'], others)}
`;
}

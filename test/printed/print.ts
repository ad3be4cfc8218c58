/** `npm run docs`: prints the pages that come from code, and the size table of the README. Build first. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printCheckRules } from './check-rules.ts';
import { printDropReasons, printProblems, printSizes } from './pages.ts';
import { replaceSection } from './replace-section.ts';

const root = join(import.meta.dirname, '../..');
writeFileSync(join(root, 'docs/problems.md'), printProblems());
writeFileSync(join(root, 'docs/drop-reasons.md'), printDropReasons());
writeFileSync(join(root, 'docs/check-rules.md'), printCheckRules());
const readme = join(root, 'README.md');
writeFileSync(readme, replaceSection(readFileSync(readme, 'utf8'), 'sizes', printSizes()));
console.log('Printed docs/problems.md, docs/drop-reasons.md, docs/check-rules.md and the size table of README.md');

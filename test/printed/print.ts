/** `npm run docs`: prints the pages that come from code, and the size table of the README. Build first. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printDropReasons, printProblems, printSizes } from './pages.ts';
import { replaceSection } from './replace-section.ts';

const root = join(import.meta.dirname, '../..');
writeFileSync(join(root, 'docs/problems.md'), printProblems());
writeFileSync(join(root, 'docs/drop-reasons.md'), printDropReasons());
const readme = join(root, 'README.md');
writeFileSync(readme, replaceSection(readFileSync(readme, 'utf8'), 'sizes', printSizes()));
console.log('Printed docs/problems.md, docs/drop-reasons.md and the size table of README.md');

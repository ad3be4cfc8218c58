#!/usr/bin/env node
/** The command `askfirst`. Looks at Node's version before anything native loads, then hands over. */

import { whyNotThisNode } from './node-version.ts';

const refusal = whyNotThisNode(process.versions.node);
if (refusal === undefined) {
  const { runProgram } = await import('./program.ts');
  await runProgram(process);
} else {
  process.stderr.write(`${refusal}\n`);
  process.exitCode = 1;
}

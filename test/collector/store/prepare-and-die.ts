/** A process that prepares a folder's files and kills itself at a step. Its arguments: folder, number of the step. */
import { argv, kill, pid } from 'node:process';
import { prepareFiles } from '../../../collector/store/sqlite/prepare-files.ts';

let step = 0;
prepareFiles({
  folder: argv[2] ?? '',
  nowMs: Date.parse('2026-11-22T12:00:00Z'),
  onStep() {
    if (++step === Number(argv[3])) kill(pid, 'SIGKILL');
  },
});
console.log(step);

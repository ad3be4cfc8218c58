/** `npm run dev`: builds, serves the demo, and does both again whenever a file is saved. */
import { type ChildProcess, spawn } from 'node:child_process';
import { watch as watchFolder } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type RollupOptions, watch } from 'rollup';

/** Editors write a file in several steps; what comes within this time is one save. Our choice. */
const SETTLE_MS = 150;

const demoFolder = fileURLToPath(new URL('.', import.meta.url));
let child: ChildProcess | undefined;
let timer: NodeJS.Timeout | undefined;

function restartSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(restart, SETTLE_MS);
}

function restart(): void {
  const start = () => {
    child = spawn(process.execPath, [`${demoFolder}start.ts`], { stdio: 'inherit' });
  };
  // The old one must give its ports and its data folder back first.
  if (child && child.exitCode === null) {
    child.once('exit', start);
    child.kill('SIGTERM');
  } else start();
}

// By an address and not by name, because the tools' configuration belongs to no room; its shape is Rollup's.
const configuration = (await import(new URL('../rollup.config.ts', import.meta.url).href)) as {
  readonly default: RollupOptions[];
};
const watcher = watch(configuration.default);
watcher.on('event', (event) => {
  if (event.code === 'ERROR') console.error(`Cannot build: ${event.error.message}`);
  if (event.code === 'END') restartSoon();
  if (event.code === 'BUNDLE_END' || event.code === 'ERROR') void event.result?.close();
});
watchFolder(demoFolder, { recursive: true }, restartSoon);

process.once('SIGINT', () => void stop());
process.once('SIGTERM', () => void stop());

async function stop(): Promise<void> {
  clearTimeout(timer);
  child?.kill('SIGTERM');
  await watcher.close();
  process.exit();
}

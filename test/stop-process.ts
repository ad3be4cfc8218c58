import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** After so long it is killed. Our choice: what we start ends within two seconds. */
const PATIENCE_MS = 5_000;

/** Asks a process to end, makes it end if it does not, and resolves when it has. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  await ended;
  clearTimeout(timer);
}

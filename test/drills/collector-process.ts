import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, execPath, kill } from 'node:process';

const ROOT = join(import.meta.dirname, '../..');

/** The built command, as users run it. */
export const COMMAND: string = join(ROOT, 'dist/command/askfirst.js');

/** A registry that is really signed. */
export const REGISTRY: string = join(ROOT, 'demo/shop/askfirst');

/** `askfirst serve` in a process of its own, to be killed. */
export interface CollectorProcess {
  readonly child: ChildProcess;
  /** Base path included. */
  readonly url: string;
  /** From the start of the process until `readyz` said yes. */
  readonly startMs: number;
  /** The CPU time of it, which a busy machine does not stretch; as `startMs` where there is no /proc. */
  readonly startCpuMs: number;
  /** Everything it printed so far. */
  output(): string;
  /** Sends a signal and waits for the end. @returns the exit code, null after a kill */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts it on a port that the system gives it, so that nobody can take it meanwhile, and waits until it is ready. `before` are words before `node`: `strace` and its flags. */
export async function startCollector(
  folder: string,
  {
    before = [],
    variables = {},
    port: wanted,
  }: {
    readonly before?: readonly string[];
    readonly variables?: NodeJS.ProcessEnv;
    /** The port of before, so that it is the same site. */
    readonly port?: number;
  } = {},
): Promise<CollectorProcess> {
  const startedAtMs = performance.now();
  const [program = execPath, ...words] = [...before, execPath, COMMAND, 'serve'];
  const child = spawn(program, words, {
    env: {
      ...env,
      PORT: String(wanted ?? 0),
      HOST: '127.0.0.1',
      ASKFIRST_ADMIN_PORT: '0',
      ASKFIRST_DATA: folder,
      ASKFIRST_REGISTRY: REGISTRY,
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const readUrl = () => {
    const port = /"port":(\d+)[^\n]*collector listens/.exec(output)?.[1];
    return port && `http://127.0.0.1:${port}/askfirst`;
  };
  let url = readUrl();
  for (; !url || !(await isReady(url)); url = readUrl()) {
    if (child.exitCode !== null || performance.now() - startedAtMs > 60_000) {
      child.kill('SIGKILL');
      throw new Error(`The collector did not start: ${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const startMs = performance.now() - startedAtMs;
  // Under strace the collector is the child of our child, and signals are for it.
  const pid = before.length > 0 ? readChildOf(child.pid ?? 0) : child.pid;
  return {
    child,
    url,
    startMs,
    startCpuMs: readCpuMs(pid ?? 0) ?? startMs,
    output: () => output,
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        if (pid !== undefined) kill(pid, signal);
        await ended;
      }
      return child.exitCode;
    },
  };
}

function readChildOf(pid: number): number | undefined {
  const [first] = readProc(`${pid}/task/${pid}/children`).split(' ');
  return first ? Number(first) : undefined;
}

/** Fields 14 and 15 of /proc/<pid>/stat, in ticks of 10 ms (proc(5)); the name in field 2 may hold spaces. */
function readCpuMs(pid: number): number | undefined {
  const stat = readProc(`${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return stat === '' ? undefined : 10 * (Number(fields[11]) + Number(fields[12]));
}

function readProc(file: string): string {
  try {
    return readFileSync(`/proc/${file}`, 'utf8');
  } catch {
    // Not Linux, or the process has gone.
    return '';
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    // Not listening yet.
    return false;
  }
}

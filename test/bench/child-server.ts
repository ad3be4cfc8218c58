import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { env, execPath } from 'node:process';
import { findFreePort } from '../free-port.ts';
import { stopProcess } from '../stop-process.ts';

/** A server in a process of its own, so that its CPU and memory are its own. */
export interface ChildServer {
  readonly port: number;
  readonly adminPort: number;
  /** User and system time of all its threads so far, in ms; NaN where there is no /proc. */
  readCpuMs(): number;
  /** Memory it holds now, in MiB; NaN where there is no /proc. */
  readResidentMib(): number;
  close(): Promise<void>;
}

/** Starts `node …args` with PORT and ASKFIRST_ADMIN_PORT set; resolves when `readyPath` answers. */
export async function startServer(
  args: readonly string[],
  { readyPath, variables = {} }: { readonly readyPath: string; readonly variables?: Readonly<Record<string, string>> },
): Promise<ChildServer> {
  const [port, adminPort] = [await findFreePort(), await findFreePort()];
  const ports = { PORT: String(port), HOST: '127.0.0.1', ASKFIRST_ADMIN_PORT: String(adminPort) };
  const child = spawn(execPath, args, { env: { ...env, ...ports, ...variables }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4_000);
    });
  const deadlineAtMs = Date.now() + 20_000;
  while (!(await answers(`http://127.0.0.1:${port}${readyPath}`))) {
    if (child.exitCode !== null || Date.now() > deadlineAtMs)
      throw new Error(`${args.join(' ')} did not start: ${output}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const pid = child.pid ?? 0;
  return {
    port,
    adminPort,
    readCpuMs: () => readCpuMs(pid),
    readResidentMib: () => Number(/VmRSS:\s+(\d+)/.exec(readProc(pid, 'status'))?.[1] ?? Number.NaN) / 1024,
    close: () => stopProcess(child),
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    // Not listening yet.
    return false;
  }
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // Not Linux, or the process has gone.
    return '';
  }
}

/** Fields 14 and 15 of /proc/<pid>/stat, in ticks of 10 ms (proc(5)); the name in field 2 may hold spaces. */
function readCpuMs(pid: number): number {
  const stat = readProc(pid, 'stat');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

/** Debian's nginx with the server block of docs/install.md, as nobody, in a folder of its own. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getuid } from 'node:process';
import { findFreePort } from '../../free-port.ts';
import { stopProcess } from '../../stop-process.ts';
import { findProgram } from '../system-programs.ts';
import { makeTemporary, readCode, type Undo } from './recipe.ts';

/** One host that nginx answers for. */
export interface ProxiedHost {
  readonly name: string;
  /** Where its collector listens. */
  readonly collectorPort: number;
  /** What answers everything else: directives of `location /`. */
  readonly site: string;
}

/** nginx while it runs. */
export interface RunningNginx {
  readonly port: number;
  readonly accessLog: () => string;
  readonly errorLog: () => string;
  /** Takes away the right to write temporary files, where bodies that do not fit into memory would go. */
  forbidTemporaryFiles(): void;
}

/** nobody, as Debian numbers it. */
const NOBODY = 65_534;

/** How often another port is tried where somebody was faster. */
const TRIES = 5;

/** The programs a test of nginx needs; undefined where one is missing. */
export function findNginx(): { readonly nginx: string; readonly openssl: string } | undefined {
  const nginx = findProgram(['nginx', '/usr/sbin/nginx']);
  const openssl = findProgram(['openssl']);
  return nginx && openssl ? { nginx, openssl } : undefined;
}

/** Starts it with a certificate for the hosts, made now and signed by itself. Stopped at the end. */
export async function startNginx(
  { nginx, openssl }: NonNullable<ReturnType<typeof findNginx>>,
  hosts: readonly ProxiedHost[],
  onEnd: (undo: Undo) => void,
): Promise<RunningNginx> {
  const folder = makeTemporary(onEnd);
  const temporary = join(folder, 'temporary');
  mkdirSync(temporary);
  const names = hosts.map(({ name }) => `DNS:${name}`).join();
  const key = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -keyout key.pem -out certificate.pem';
  execFileSync(openssl, ['req', ...key.split(' '), '-subj', '/CN=test', '-addext', `subjectAltName=${names}`], {
    cwd: folder,
    stdio: 'ignore',
  });
  for (let tried = 1; ; tried += 1) {
    const port = await findFreePort();
    writeFileSync(join(folder, 'nginx.conf'), toConfiguration(folder, port, hosts));
    if (getuid?.() === 0) {
      for (const path of [folder, ...readdirSync(folder).map((name) => join(folder, name))])
        chownSync(path, NOBODY, NOBODY);
    }
    const child = spawn(nginx, ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log'], {
      stdio: 'ignore',
      ...(getuid?.() === 0 && { uid: NOBODY, gid: NOBODY }),
    });
    if (await listens(child, folder)) {
      onEnd(() => stopProcess(child));
      return {
        port,
        accessLog: () => readFileSync(join(folder, 'access.log'), 'utf8'),
        errorLog: () => readFileSync(join(folder, 'error.log'), 'utf8'),
        forbidTemporaryFiles() {
          for (const name of readdirSync(temporary)) chmodSync(join(temporary, name), 0o500);
        },
      };
    }
    if (tried === TRIES) throw new Error(`nginx does not start: ${readFileSync(join(folder, 'error.log'), 'utf8')}`);
  }
}

function toConfiguration(folder: string, port: number, hosts: readonly ProxiedHost[]): string {
  const [recipe = ''] = readCode('install.md', 'nginx');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (what) => `${what}_temp_path ${folder}/temporary/${what};`,
  );
  const servers = hosts.map(({ name, collectorPort, site }) =>
    recipe
      .replace('listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`)
      .replace('server_name shop.example;', `server_name ${name};`)
      .replace(
        /# … your certificate.*/,
        `ssl_certificate certificate.pem; ssl_certificate_key key.pem; location / { ${site} }`,
      )
      .replaceAll('127.0.0.1:4100', `127.0.0.1:${collectorPort}`),
  );
  return `daemon off; master_process off; pid nginx.pid; error_log error.log notice;
events {}
http { access_log access.log combined; default_type text/html; ${temporary.join(' ')}
${servers.join('\n')}
}
`;
}

/** Until it has written its pid, which it does once it listens; false where it ended instead. */
async function listens(child: ChildProcess, folder: string): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    if (readdirSync(folder).includes('nginx.pid')) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

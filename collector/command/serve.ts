/** `askfirst serve`: the collector with a port, a clock, a log and signals. */

import { getRequestListener } from '@hono/node-server';
import type { Command } from 'commander';
import { type Collector, createCollector } from '../collector.ts';
import type { Log } from '../log.ts';
import type { Exchange } from '../receive/observe-exchanges.ts';
import { RegistryProblem, toLine } from '../registry/registry-problem.ts';
import { createLog } from './create-log.ts';
import { requireOwnMachine, toInspection } from './inspect.ts';
import { type OpenServer, openServer } from './open-server.ts';
import { addServeOptions, parseServeOptions, type ServeOptions } from './serve-options.ts';
import type { Terminal } from './terminal.ts';

/** Longest that requests in flight may take once we are asked to end. Together with the last commit under 10 s (T-85). */
const PATIENCE_MS = 5_000;

/** Adds `serve` to the command line. */
export function addServe(program: Command, terminal: Terminal): void {
  addServeOptions(program.command('serve').description('Run the collector.')).action(async (given) => {
    await serve(parseServeOptions(given), terminal);
  });
}

/** Starts; resolves once both ports listen. Ends the process on SIGTERM and SIGINT. */
async function serve(options: ServeOptions, terminal: Terminal): Promise<void> {
  const log = createLog();
  if (options.inspect) requireOwnMachine(options);
  const collector = createCollector({
    dataFolder: options.data,
    registryFolder: options.registry,
    trustProxy: options.trustProxy,
    trustClock: options.trustClock,
    switchedOff: options.switchedOff,
    ...(options.subjectTokens && { subjectTokens: options.subjectTokens }),
    ...(options.organisationsOffFile && { organisationsOffFile: options.organisationsOffFile }),
    ...(options.inspect && {
      onExchange: (exchange: Exchange) => void terminal.stdout.write(`${toInspection(exchange)}\n`),
    }),
    log,
  });
  warnOfUnlistedSites(collector, options.host, log);
  const servers: OpenServer[] = [];
  try {
    servers.push(await openServer(collector.listener, options));
    const admin = getRequestListener(collector.admin.fetch);
    servers.push(await openServer(admin, { host: 'localhost', port: options.adminPort }));
  } catch (error) {
    await Promise.all(servers.map((server) => server.close(0)));
    await collector.close();
    throw error;
  }
  const [open, admin] = servers;
  log.info('collector listens', { ...(open ? { port: open.port } : {}), folder: options.data });
  log.info('reports on localhost, with the token in the data folder', { ...(admin ? { port: admin.port } : {}) });
  // A link that signs in once is for the eyes at the terminal, not for a file that keeps what we print.
  if (admin && terminal.stderr.isTTY) {
    terminal.stderr.write(`Reports: http://localhost:${admin.port}/?token=${collector.admin.createStartToken()}\n`);
  }

  let ending = false;
  const end = async () => {
    // Whoever asks twice means now. What was acknowledged is synced already.
    if (ending) terminal.exit(1);
    ending = true;
    log.info('collector is ending');
    await Promise.all(servers.map((server) => server.close(PATIENCE_MS)));
    await collector.close();
    log.info('collector ended');
    terminal.exit(0);
  };
  terminal.on('SIGTERM', end);
  terminal.on('SIGINT', end);
  terminal.on('SIGHUP', () => reload(collector, log));
}

function reload(collector: Collector, log: Log): void {
  try {
    collector.reload();
    log.info('registry read again', { scope: collector.registry().registry.scope });
  } catch (error) {
    const problems = error instanceof RegistryProblem ? error.problems.map(toLine) : [];
    for (const problem of problems) log.error('registry cannot be used, the old one stays', { problem });
    if (problems.length === 0) log.error('registry cannot be read, the old one stays', { cause: error });
  }
}

function warnOfUnlistedSites(collector: Collector, host: string, log: Log): void {
  const isLocal = host === 'localhost' || host === '::1' || host.startsWith('127.');
  if (!isLocal && collector.registry().configuration.sites.length === 0) {
    log.warn('no sites: in askfirst.yaml, so the Host header of each request is believed; list your sites there');
  }
}

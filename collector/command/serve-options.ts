/** What `askfirst serve` is told, by flag or by environment; a flag wins. */

import type { Command } from 'commander';
import { Option } from 'commander';
import { StartProblem } from '../start-problem.ts';

/** Told to `serve`, checked. */
export interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly adminPort: number;
  readonly data: string;
  readonly registry: string;
  readonly trustProxy: number;
  readonly trustClock: boolean;
}

/** Adds the flags to a command. */
export function addServeOptions(command: Command): Command {
  const add = (flags: string, text: string, variable: string, fallback: string) =>
    command.addOption(new Option(flags, text).env(variable).default(fallback));
  add('--port <number>', 'port that pages reach; 0 takes any', 'PORT', '4100');
  add('--host <name>', 'name or address to listen on', 'HOST', 'localhost');
  add('--admin-port <number>', 'port of reports and dashboard, on localhost only', 'ASKFIRST_ADMIN_PORT', '4101');
  add('--data <folder>', 'where events, consents and secrets lie', 'ASKFIRST_DATA', './data');
  add('--registry <folder>', 'the registry of purposes, metrics and reviews', 'ASKFIRST_REGISTRY', './askfirst');
  add('--trust-proxy <count>', 'how many proxies stand before this process', 'ASKFIRST_TRUST_PROXY', '0');
  command.option('--trust-clock', 'the clock is right, however long the collector was stopped; days close at once');
  return command;
}

/** As the command line has them. */
export type GivenOptions = Readonly<Record<string, string>> & { readonly trustClock?: boolean };

/** Throws StartProblem, naming the flag and its variable, for a value that cannot be meant. */
export function parseServeOptions({ trustClock = false, ...given }: GivenOptions): ServeOptions {
  return {
    port: toNumber(given.port, { flag: '--port', variable: 'PORT', most: 65_535 }),
    host: given.host ?? '',
    adminPort: toNumber(given.adminPort, { flag: '--admin-port', variable: 'ASKFIRST_ADMIN_PORT', most: 65_535 }),
    data: given.data ?? '',
    registry: given.registry ?? '',
    trustProxy: toNumber(given.trustProxy, { flag: '--trust-proxy', variable: 'ASKFIRST_TRUST_PROXY', most: 10 }),
    trustClock,
  };
}

function toNumber(
  text: string | undefined,
  { flag, variable, most }: { readonly flag: string; readonly variable: string; readonly most: number },
): number {
  const number = text !== undefined && /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number <= most) return number;
  throw new StartProblem(`${flag} (${variable}) is not a whole number from 0 to ${most}. Correct it, or leave it out.`);
}

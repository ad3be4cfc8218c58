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
  readonly switchedOff: boolean;
  /** Print what pages send. */
  readonly inspect: boolean;
  /** Where people sign in: who signs their tokens, and with what they are checked. */
  readonly subjectTokens?: { readonly issuer: string; readonly secretFile?: string; readonly keysFile?: string };
  readonly organisationsOffFile?: string;
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
  command.option('--inspect', 'print what pages send; on localhost only');
  command.option('--trust-clock', 'the clock is right, however long the collector was stopped; days close at once');
  // A word, not a mere presence: a variable set to 0 must not make browsers destroy what they hold.
  command.addOption(
    new Option('--switched-off [yes|no]', 'silence: browsers destroy what waits and stop; rights go on')
      .choices(['yes', 'no'])
      .preset('yes')
      .env('ASKFIRST_SWITCHED_OFF'),
  );
  const addOptional = (flags: string, text: string, variable: string) =>
    command.addOption(new Option(flags, text).env(variable));
  addOptional('--subject-issuer <name>', 'iss of the tokens of signed-in people', 'ASKFIRST_SUBJECT_ISSUER');
  addOptional('--subject-secret-file <file>', 'secret they are signed with (HS256)', 'ASKFIRST_SUBJECT_SECRET_FILE');
  addOptional('--subject-keys-file <file>', 'or the JWK set (EdDSA, ES256)', 'ASKFIRST_SUBJECT_KEYS_FILE');
  addOptional('--organisations-off <file>', 'organisations that are off, one a line', 'ASKFIRST_ORGANISATIONS_OFF');
  return command;
}

/** As the command line has them. */
export type GivenOptions = Readonly<Record<string, string>> & {
  readonly trustClock?: boolean;
  readonly inspect?: boolean;
  readonly switchedOff?: 'yes' | 'no';
};

/** Throws StartProblem, naming the flag and its variable, for a value that cannot be meant. */
export function parseServeOptions({
  trustClock = false,
  inspect = false,
  switchedOff = 'no',
  ...given
}: GivenOptions): ServeOptions {
  return {
    port: toNumber(given.port, { flag: '--port', variable: 'PORT', most: 65_535 }),
    host: given.host ?? '',
    adminPort: toNumber(given.adminPort, { flag: '--admin-port', variable: 'ASKFIRST_ADMIN_PORT', most: 65_535 }),
    data: given.data ?? '',
    registry: given.registry ?? '',
    trustProxy: toNumber(given.trustProxy, { flag: '--trust-proxy', variable: 'ASKFIRST_TRUST_PROXY', most: 10 }),
    trustClock,
    inspect,
    switchedOff: switchedOff === 'yes',
    ...toSubjectTokens(given),
    ...(given.organisationsOff && { organisationsOffFile: given.organisationsOff }),
  };
}

function toSubjectTokens({
  subjectIssuer: issuer,
  subjectSecretFile: secretFile,
  subjectKeysFile: keysFile,
}: Readonly<Record<string, string>>): Pick<ServeOptions, 'subjectTokens'> {
  if (!issuer && !secretFile && !keysFile) return {};
  if (!issuer)
    throw new StartProblem('Subject tokens have an issuer: give --subject-issuer (ASKFIRST_SUBJECT_ISSUER).');
  return { subjectTokens: { issuer, ...(secretFile && { secretFile }), ...(keysFile && { keysFile }) } };
}

function toNumber(
  text: string | undefined,
  { flag, variable, most }: { readonly flag: string; readonly variable: string; readonly most: number },
): number {
  const number = text !== undefined && /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number <= most) return number;
  throw new StartProblem(`${flag} (${variable}) is not a whole number from 0 to ${most}. Correct it, or leave it out.`);
}

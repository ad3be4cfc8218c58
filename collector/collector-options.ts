/** What a collector is made with, and what it is to those who run it. */

import type { GuardedClock } from './clock-guard.ts';
import type { NightlyOutcome } from './each-night.ts';
import type { Log } from './log.ts';
import type { Admin } from './pages/admin.ts';
import type { NodeListener } from './receive/node-listener.ts';
import type { Exchange } from './receive/observe-exchanges.ts';
import type { LoadedRegistry } from './registry/loaded-registry.ts';
import type { Store } from './store/store.ts';
import type { SubjectTokenOptions } from './subjects/token-keys.ts';

/** What a collector is made with. */
export interface CollectorOptions {
  /** Where events, consents and secrets lie; made if missing. One process at a time. */
  readonly dataFolder: string;
  /** The site's registry (design 10). */
  readonly registryFolder: string;
  /** The built page; that of the package unless given. */
  readonly pageFolder?: string;
  /** Base path of sites that the configuration does not list; `/askfirst` unless given. */
  readonly basePath?: string;
  /** The system's unless given. */
  readonly clock?: GuardedClock;
  /** Somebody vouches for the clock, however far it is from where it was left. */
  readonly trustClock?: boolean;
  /** Told of each public request and its answer, for looking at one's own. */
  readonly onExchange?: (exchange: Exchange) => void;
  readonly log?: Log;
  /** How many proxies stand before this process and may be believed; none unless given. */
  readonly trustProxy?: number;
  /** Answers events, consents and passes with 410, on which snippets destroy what waits and stop; rights go on. */
  readonly switchedOff?: boolean;
  /** Bearer token of the admin port; the one in the data folder, made at first start, unless given. */
  readonly adminToken?: string;
  /** Who signs subject tokens; needed where the configuration has `subjects: optional` or `required`. */
  readonly subjectTokens?: SubjectTokenOptions;
  /** File with the names of organisations that are off, one a line; read again when it changes. None unless given. */
  readonly organisationsOffFile?: string;
  /** Reads the registry; from `registryFolder` unless given. */
  readonly readRegistry?: (today: string) => LoadedRegistry;
  /** Opens the store; SQLite in `dataFolder` unless given. */
  readonly openStore?: (folder: string) => Store;
}

/** A collector that runs. */
export interface Collector {
  /** @param from the other end of the connection, where the framework around us knows it; for limits, and forgotten at once */
  fetch(request: Request, from?: { readonly remoteAddress?: string | undefined }): Promise<Response>;
  /** The same for a node:http server, at a fraction of the cost. */
  readonly listener: NodeListener;
  /** The admin port: reports and dashboard. Never mounted where the public can reach it. */
  readonly admin: Admin;
  readonly store: Store;
  /** The registry in force now. */
  registry(): LoadedRegistry;
  /** Reads the registry again. Throws RegistryProblem and keeps the old one if the new one cannot be used. */
  reload(): void;
  /** Closes every day that is due, of every site. Runs by itself each hour. */
  closeDays(): Promise<void>;
  /** The nightly pass (design 8), if it is due. Looked at by itself each quarter of an hour. */
  runNightly(): Promise<NightlyOutcome>;
  /** Finishes what is in flight, then gives files and threads back. */
  close(): Promise<void>;
}

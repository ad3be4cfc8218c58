/** The ledger of a running collector: entered each hour, asked for its newest head, told of each request. */

import { dayAndHour } from '../../../contract/day.ts';
import type { Log } from '../../log.ts';
import type { LoadedRegistry } from '../../registry/loaded-registry.ts';
import {
  type LedgerHead,
  type LedgerStore,
  type LoggedRequest,
  type SignedHead,
  toBucket,
} from '../../store/ledger.ts';
import type { Store } from '../../store/store.ts';
import { keepLedger } from './keep-ledger.ts';

/** Neighbours of the keeper. */
export interface KeeperParts {
  readonly ledger: LedgerStore;
  readonly store: Pick<Store, 'readCommitments' | 'readSites' | 'readConsentSites'>;
  readonly clock: { now(): number };
  readonly log: Log;
  readonly loaded: () => LoadedRegistry;
  readonly notices: () => readonly { readonly notice: string; readonly language: string }[];
  /** Thumbprints of a site's keys, the active one first. */
  keyIds(site: string): Promise<readonly string[]>;
  /** SHA-256 of the script as it is served there, base64. */
  scriptDigest(site: string): Promise<string | undefined>;
  sign(head: LedgerHead): Promise<string>;
}

/** What a request was, in numbers that are rounded before they are written. */
export interface Answered extends Pick<LoggedRequest, 'kind' | 'state'> {
  readonly named: number;
  readonly found: number;
}

/** See `createLedgerKeeper`. */
export interface LedgerKeeper {
  /** Enters what is new of every site. */
  keep(): Promise<void>;
  /** The newest head of a site, made now if it has none. Undefined where that fails: proof must not wait for it. */
  head(site: string): Promise<SignedHead | undefined>;
  /** Newest first. */
  heads(site: string, most: number): readonly SignedHead[];
  /** Never throws: an erasure that was done is not undone because its line could not be written. */
  logRequest(site: string, answered: Answered): void;
}

/** Keeps one ledger for each site. */
export function createLedgerKeeper(parts: KeeperParts): LedgerKeeper {
  const { ledger, store, clock, log, loaded } = parts;
  const todayNow = () => dayAndHour(clock.now(), loaded().configuration.timeZone).day;

  const keepSite = async (site: string): Promise<void> => {
    // First: making the script keeps the words that go with it.
    const script = await parts.scriptDigest(site);
    const inForce = {
      site,
      today: todayNow(),
      releases: loaded().scopes,
      notices: parts.notices(),
      script,
      keyIds: await parts.keyIds(site),
    };
    await keepLedger(inForce, parts);
  };

  return {
    async keep() {
      const listed = loaded().configuration.sites.map(({ origin, basePath }) => origin + basePath);
      const sites = new Set([
        ...listed,
        ...ledger.sites(),
        ...(await store.readSites()),
        ...(await store.readConsentSites()),
      ]);
      for (const site of sites) await keepSite(site);
    },
    async head(site) {
      try {
        const [newest] = ledger.readHeads(site, 1);
        if (newest) return newest;
        await keepSite(site);
        return ledger.readHeads(site, 1)[0];
      } catch (cause) {
        log.error('the ledger could not be kept', { site, cause });
        return undefined;
      }
    },
    heads: (site, most) => ledger.readHeads(site, most),
    logRequest(site, { kind, state, named, found }) {
      const month = todayNow().slice(0, 7);
      try {
        ledger.logRequest(site, { month, kind, state, named: toBucket(named), found: toBucket(found) });
      } catch (cause) {
        log.error('a request could not be entered in the request log', { site, cause });
      }
    },
  };
}

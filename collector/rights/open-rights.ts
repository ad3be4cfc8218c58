/** Everything that proves and everything that erases, put together over one data folder. */

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import type { LoadedRegistry } from '../registry/loaded-registry.ts';
import { openSecretFile } from '../secret-file.ts';
import { openLedger } from '../store/sqlite/open-ledger.ts';
import type { ConsentRecord, Store } from '../store/store.ts';
import { type Access, createAccess } from './access.ts';
import { signCertificate } from './certificate.ts';
import { createErase, type Erase } from './erase.ts';
import { signHead } from './ledger/head.ts';
import { createLedgerKeeper, type LedgerKeeper } from './ledger/ledger-keeper.ts';
import type { Notices } from './notices.ts';
import { type ReceiptContext, signReceipt } from './receipt.ts';
import { toReceiptDetails } from './receipt-details.ts';
import type { ReceiptKeys } from './receipt-keys.ts';

/** Name of the file with the key of tallies. */
export const TALLY_KEY_FILE = 'tally-key';

/** Neighbours of the rights room. */
export interface OpenRightsParts {
  readonly dataFolder: string;
  readonly store: Store;
  readonly clock: { now(): number };
  readonly log: Log;
  readonly loaded: () => LoadedRegistry;
  readonly receiptKeys: ReceiptKeys;
  readonly notices: Pick<Notices, 'list'>;
  /** The bytes of `askfirst.js` as a site serves it; undefined where no page was built. */
  readScript(site: string): Promise<Uint8Array | undefined>;
}

/** The rights room, open. */
export interface OpenRights {
  readonly rights: { readonly erase: Erase; readonly access: Access };
  readonly receipts: {
    /** A JWS in compact form. */
    sign(record: ConsentRecord, context: Omit<ReceiptContext, 'key' | 'details' | 'ledgerHead'>): Promise<string>;
  };
  readonly ledger: LedgerKeeper;
  closeLedger(): void;
}

/** Opens the ledger and makes what is missing; throws, with what to do, where that cannot be. */
export function openRights(parts: OpenRightsParts): OpenRights {
  const { dataFolder, receiptKeys, loaded } = parts;
  const ledger = openLedger(dataFolder);
  const keeper = createLedgerKeeper({
    ...parts,
    ledger,
    notices: parts.notices.list,
    async keyIds(site) {
      await receiptKeys.activeKey(site);
      return receiptKeys.publicKeys(site).map(({ kid }) => kid);
    },
    async scriptDigest(site) {
      const bytes = await parts.readScript(site);
      return bytes && createHash('sha256').update(bytes).digest('base64');
    },
    sign: async (head) => signHead(head, await receiptKeys.activeKey(head.site)),
  });
  const headOf = async (site: string) => {
    const head = await keeper.head(site);
    return head && { day: head.day, size: head.size, hash: head.hash };
  };
  return {
    receipts: {
      async sign(record, context) {
        const ledgerHead = await headOf(context.site.name);
        const key = await receiptKeys.activeKey(context.site.name);
        const details = toReceiptDetails(record, loaded());
        return signReceipt(record, { ...context, key, details, ...(ledgerHead ? { ledgerHead } : {}) });
      },
    },
    rights: {
      erase: createErase({
        ...parts,
        head: headOf,
        onAnswered: keeper.logRequest,
        tallyKey: openSecretFile(join(dataFolder, TALLY_KEY_FILE)),
        sign: async (certificate, site) => signCertificate(certificate, await receiptKeys.activeKey(site)),
      }),
      access: createAccess({
        ...parts,
        onAnswered: (site, counts) => keeper.logRequest(site, { kind: 'access', state: 'answered', ...counts }),
      }),
    },
    ledger: keeper,
    closeLedger: ledger.close,
  };
}

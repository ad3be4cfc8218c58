/** What the receiving steps are handed. */

import type { ProblemCode } from '../../contract/problems.ts';
import type { AccessAnswer, Certificate, ErasureAnswer } from '../../contract/rights.ts';
import type { Configuration } from '../registry/configuration.ts';
import type { LoadedRegistry } from '../registry/loaded-registry.ts';
import type { ConsentRecord, NamedIds, Store } from '../store/store.ts';
import type { ClockWindow } from './clock-window.ts';
import type { Answer } from './incoming.ts';
import type { RateLimits } from './rate-limits.ts';
import type { SiteFiles } from './site-files.ts';
import type { ServedSite, SiteOf } from './site-of.ts';

/** What changes as a whole when the registry is read again; a request uses one of them from start to end. */
export interface InForce {
  readonly loaded: LoadedRegistry;
  readonly siteOf: SiteOf;
  readonly windowAt: (nowMs: number) => ClockWindow;
  readonly files: SiteFiles;
}

/** What a receipt says beside the record of the grant. */
export interface GrantContext {
  readonly site: ServedSite;
  readonly controller: Configuration['controller'];
  /** Hour of the grant in the site's time zone. Only the receipt has it; our own record keeps the day. */
  readonly hour: number;
  readonly timeZone: string;
  readonly scopeDigest: string;
}

/** Signs receipts; knows the keys. */
export interface Receipts {
  /** A JWS in compact form. */
  sign(record: ConsentRecord, context: GrantContext): Promise<string>;
}

/** The keys that receipts are signed with. */
export interface ReceiptKeyRing {
  /** Makes and stores one for a site that has none. */
  activeKey(site: string): Promise<unknown>;
  /** All keys the site ever signed with, the active one first, as `keys.json` shows them. */
  publicKeys(site: string): readonly { readonly kid: string }[];
}

/** What one part of a request names, as the store knows it. */
export interface NamedPart {
  readonly named: readonly NamedIds[];
  /** SHA-256 of the receipt secret, base64url. */
  readonly receiptKey?: string;
  /** How many handles, each counted once. */
  readonly count: number;
}

/** A part of a withdrawal or an erasure. */
export interface ErasurePart extends NamedPart {
  readonly part: number;
  readonly last: boolean;
  readonly tally?: string;
}

/** What is done for those who sent what they name. Rejects with the store's refusals. */
export interface Rights {
  /** Undefined if the tally is not that of the part before. */
  erase(part: ErasurePart, kind: Certificate['kind'], site: string): Promise<ErasureAnswer | undefined>;
  access(part: NamedPart, site: string): Promise<AccessAnswer>;
}

/** A signed-in person, as far as the receiving steps look. */
export interface KnownSubject {
  readonly organisation: string;
  readonly name: string;
  readonly isOff: boolean;
  readonly issuedAtSeconds: number;
}

/** What a signed-in person's yes covers. */
export interface SubjectWish {
  readonly scope: number;
  readonly purposes: readonly string[];
}

/** Signed-in people; `subjects/` is behind it. */
export interface SubjectDoor {
  /** Whose token it is, or why it shows nobody. */
  verify(
    authorization: string | undefined,
  ): Promise<
    | { readonly subject: KnownSubject; readonly problem?: undefined }
    | { readonly problem: ProblemCode; readonly subject?: undefined }
  >;
  /** Keeps a standing yes, or deletes it; durable when it returns. */
  answer(
    site: string,
    subject: KnownSubject,
    yes: (SubjectWish & { readonly receiptSecret: Uint8Array }) | undefined,
  ): void;
  pass(
    site: string,
    subject: KnownSubject,
    wish: SubjectWish,
  ): { readonly pass: string } | { readonly problem: ProblemCode };
  /** What forbids a batch with this pass. */
  refusePass(
    pass: string | undefined,
    batch: { readonly site: string; readonly scope: number; readonly purposes: Iterable<string> },
  ): ProblemCode | undefined;
}

/** What a form asked for and what became of it. */
export type FormOutcome =
  | { readonly kind: 'seen'; readonly answer: AccessAnswer }
  | { readonly kind: 'certified'; readonly certificate: string }
  | { readonly kind: 'refused'; readonly why: string };

/** Neighbours of the receiving steps. */
export interface ReceiveParts {
  readonly clock: { now(): number };
  readonly store: Pick<Store, 'append' | 'appendConsent' | 'probe' | 'readTables' | 'readConsents'>;
  readonly rights: Rights;
  /** The page that answers the form of the privacy page. */
  toFormPage(outcome: FormOutcome, site: ServedSite): Answer;
  readonly receipts: Receipts;
  readonly receiptKeys: ReceiptKeyRing;
  /** Signed heads of the ledger, for the pages. */
  readonly ledger: {
    heads(
      site: string,
      most: number,
    ): readonly {
      readonly day: string;
      readonly size: number;
      readonly hash: string;
      readonly jws: string;
    }[];
  };
  /** The wordings that were ever shown here. */
  readonly notices: { has(notice: string, language: string): boolean };
  /** Undefined on sites without signed-in people. */
  subjects(): SubjectDoor | undefined;
  readonly limits: RateLimits;
  /** The operator wants silence: events, consents and passes are answered with `switched-off`; rights go on. */
  readonly isSwitchedOff: boolean;
  /** The registry in force at this moment, and what was made of it. */
  current(): InForce;
}

/** The bodies of withdraw, erase and access (design 6), and the file in which a visitor keeps what proves their own. */

import type { WireEvent } from './wire.ts';

/** Handles that were attempted on one day for one metric. */
export interface HeldGroup {
  /** Missing, with `metric`, for reserve handles, whose day and metric may not have been noted: at most 16 of them. */
  readonly day?: string;
  readonly metric?: string;
  /** 16 bytes each, base64url. */
  readonly handles: readonly string[];
}

/** Body of `POST withdraw` and `POST erase`: one part of a request, at most 1,000 handles. */
export interface ErasureRequest {
  /** 32 bytes, base64url. On `withdraw` the record of that grant goes too. With several grants, one in each part. */
  readonly receiptSecret?: string;
  readonly held: readonly HeldGroup[];
  /** 1, 2, 3 … */
  readonly part: number;
  readonly last: boolean;
  /**
   * What the answer to the part before said: the collector keeps nothing between two parts. Missing in part 1; a later part
   * without it stands for itself, and its certificate speaks of it alone. A part whose answer was lost is sent again as it
   * was. On 409 `tally-unknown` the request begins again with part 1.
   */
  readonly tally?: string;
}

/** Body of the 200 to an erasure. The same for whatever handles were named. */
export interface ErasureAnswer {
  /** To be sent with the next part; missing after the last. Says nothing to anybody but the collector that signed it. */
  readonly tally?: string;
  /** A JWS in compact form, with the last part. Its payload is a `Certificate`; `state` says whether to ask again. */
  readonly certificate?: string;
  readonly now: number;
}

/** Payload of a certificate. It speaks only of what this collector controls. */
export interface Certificate {
  readonly kind: 'withdrawal' | 'erasure';
  /** `final` once everything named was read back and found gone; until then the request is repeated. */
  readonly state: 'provisional' | 'final';
  readonly site: string;
  /** Day in the site's time zone. */
  readonly day: string;
  /** Handles named, over all parts; one that is named twice in a part counts once. */
  readonly named: number;
  /** Handles that are barred from coming back. Fewer than `named` only while the certificate is provisional. */
  readonly barred: number;
  readonly stores: readonly CertifiedStore[];
  /** Month (`2027-05`) until which the named events are barred from coming back. */
  readonly barredUntil: string;
  /** The same for handles of which nothing was found: long enough for all that could still be under way. */
  readonly unknownUntil: string;
  /** Last day on which a backup may still hold copies; a restored one is cleaned before it answers. */
  readonly backupsUntil: string;
  /** Number and hash of the newest head of the ledger, if there is one. */
  readonly ledgerHead?: { readonly day: string; readonly size: number; readonly hash: string };
  /** Published anonymous figures stay, in these words. */
  readonly stays: string;
}

/** One place where events or records may lie. */
export interface CertifiedStore {
  readonly store: 'events' | 'cells' | 'consents' | 'preferences';
  readonly found: number;
  readonly removed: number;
  /**
   * Of what was named: not found now, because an earlier request had removed it, or an earlier try of this one whose
   * answer was lost. A part sent twice moves its number from `found` to here.
   */
  readonly erasedBefore: number;
  /** Read back after the removal. */
  readonly remaining: number;
}

/** Body of `POST access`: one part of at most 1,000 handles. */
export interface AccessRequest {
  readonly receiptSecret?: string;
  readonly held: readonly HeldGroup[];
}

/** Body of the 200 to `POST access`. A handle that is unknown, wrong or erased adds nothing. */
export interface AccessAnswer {
  readonly events: readonly WireEvent[];
  /** The collector's own records of the grant that the secret proves. */
  readonly receipts: readonly Readonly<Record<string, unknown>>[];
  /** What each metric among the events means, in words, by its name; and each property, by `<metric>#<property>`. */
  readonly meaning: Readonly<Record<string, string>>;
  readonly now: number;
}

/** The key file: who has it can see and erase what it names. `exportKey()` makes it; the privacy page takes it. */
export interface KeyFile {
  readonly kind: 'askfirst-key';
  readonly version: 1;
  /** Origin and base path. */
  readonly site: string;
  /** Public keys of the site (keys.json), so that the receipts inside verify offline. The collector does not look at them. */
  readonly keys?: readonly Readonly<Record<string, unknown>>[];
  /** One for each grant that has not been withdrawn. */
  readonly grants: readonly { readonly receipt?: string; readonly receiptSecret: string }[];
  readonly held: readonly HeldGroup[];
}

/** The certificate of a withdrawal or erasure (design 11): signed with the key that signs receipts. */

import { CompactSign } from 'jose';
import type { Certificate, CertifiedStore } from '../../contract/rights.ts';
import type { SigningKey } from './receipt-keys.ts';
import type { Tally } from './tally.ts';

/** Media type of a certificate, `typ` of its header: a receipt can never be taken for one. */
export const CERTIFICATE_TYPE = 'askfirst-certificate+jws';

/** What the certificate says of figures. */
const STAYS =
  'Figures that were published before, each made from many browsers, stay: they are anonymous, and nobody can tell whose visits are in them. This certificate speaks only of what this collector controls.';

/** What a certificate says beside the counts. */
export interface CertificateContext {
  /** Today at the site. */
  readonly day: string;
  readonly backupsUntil: string;
  readonly ledgerHead?: Certificate['ledgerHead'];
}

/** Final only if nothing remains and everything named is barred. */
export function toCertificate(tally: Tally, { day, backupsUntil, ledgerHead }: CertificateContext): Certificate {
  const stores: CertifiedStore[] = [{ store: 'events', ...tally.events }];
  if (tally.consents) stores.push({ store: 'consents', ...tally.consents });
  const isDone = stores.every(({ remaining }) => remaining === 0) && tally.barred === tally.named;
  return {
    kind: tally.kind,
    state: isDone ? 'final' : 'provisional',
    site: tally.site,
    day,
    named: tally.named,
    barred: tally.barred,
    stores,
    barredUntil: tally.barredUntil,
    unknownUntil: tally.unknownUntil,
    backupsUntil,
    ...(ledgerHead ? { ledgerHead } : {}),
    stays: STAYS,
  };
}

/** A JWS in compact form (RFC 7515), EdDSA. */
export function signCertificate(certificate: Certificate, key: SigningKey): Promise<string> {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(certificate)))
    .setProtectedHeader({ alg: 'EdDSA', typ: CERTIFICATE_TYPE, kid: key.keyId })
    .sign(key.privateKey);
}

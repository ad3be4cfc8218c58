/** Puts the rooms for signed-in people together: whose token it is, whether their yes stands, which pass they get. */

import { createHmac } from 'node:crypto';
import type { ProblemCode } from '../../contract/problems.ts';
import type { PreferenceStore } from '../store/preference-store.ts';
import { createCeilings } from './ceilings.ts';
import { toLengthPrefixed } from './length-prefixed.ts';
import { createPasses, type PassSubject } from './passes.ts';
import type { TokenKeys } from './token-keys.ts';
import { type Subject, type Verified, verifyToken } from './verify-token.ts';

/** What a yes covers. */
export interface Covered {
  readonly scope: number;
  readonly purposes: readonly string[];
}

/** Signed-in people, as the receiving steps know them. Nothing about a person outlives the request. */
export interface Subjects {
  verify(authorization: string | undefined): Promise<Verified>;
  /** Keeps a standing yes, or deletes it; durable when it returns. Both are the same work. */
  answer(site: string, subject: Subject, yes: (Covered & { readonly receiptSecret: Uint8Array }) | undefined): void;
  /** A pass, or why there is none. */
  pass(site: string, subject: Subject, wish: Covered): { readonly pass: string } | { readonly problem: ProblemCode };
  /** What forbids a batch with this pass, if anything does. */
  refusePass(pass: string | undefined, batch: Omit<PassSubject, 'organisation'>): ProblemCode | undefined;
  /** How many standing yeses a site has. */
  countYes(site: string): number;
  /** Takes out of the file what the engine leaves behind. For the nightly pass. */
  tidy(): void;
  close(): void;
}

/** What they are made of. */
export interface SubjectsParts {
  readonly keys: TokenKeys;
  readonly preferences: PreferenceStore;
  /** The collector's own secrets; the app that signs tokens never sees them. */
  readonly preferenceKey: string;
  readonly passKey: string;
  readonly clock: { now(): number };
  /** The operator's list of organisations that are off. */
  readonly organisationsOff: () => ReadonlySet<string>;
}

/** Opens nothing. */
export function createSubjects({ keys, preferences, preferenceKey, clock, ...parts }: SubjectsParts): Subjects {
  const passes = createPasses(parts.passKey);
  let listed: ReadonlySet<string> = new Set();
  let hashed: ReadonlySet<string> = new Set();
  const ceilings = createCeilings({
    now: () => clock.now(),
    listed() {
      const names = parts.organisationsOff();
      if (names !== listed) hashed = new Set([...names].map(passes.organisationOf));
      listed = names;
      return hashed;
    },
  });
  /** A key of its own for each site, so that rows of two sites cannot be told to be of one person. */
  const rowOf = (site: string, { organisation, name }: Subject, ...grant: readonly string[]) => {
    const siteKey = createHmac('sha256', preferenceKey).update(site).digest();
    return createHmac('sha256', siteKey)
      .update(toLengthPrefixed([organisation, name, ...grant]))
      .digest();
  };

  return {
    async verify(authorization) {
      const verified = await verifyToken(authorization, keys, clock.now());
      if (verified.subject) ceilings.note(passes.organisationOf(verified.subject.organisation), verified.subject);
      return verified;
    },
    answer(site, subject, yes) {
      const grant = yes && Buffer.from(yes.receiptSecret).toString('base64url');
      preferences.write(site, rowOf(site, subject), yes, grant ? rowOf(site, subject, grant) : undefined);
    },
    pass(site, subject, { scope, purposes }) {
      if (subject.isOff || ceilings.isOff(passes.organisationOf(subject.organisation))) {
        return { problem: 'organisation-off' };
      }
      const standing = preferences.read(site, rowOf(site, subject));
      if (!standing || !purposes.every((purpose) => standing.purposes.includes(purpose))) {
        return { problem: 'no-standing-yes' };
      }
      if (scope > standing.scope) return { problem: 'scope-outdated' };
      return { pass: passes.issue({ site, organisation: subject.organisation, scope, purposes }, clock.now()) };
    },
    refusePass(pass, batch) {
      if (pass === undefined) return 'pass-missing';
      const organisation = passes.check(pass, batch, clock.now());
      if (organisation === undefined) return 'pass-over';
      return ceilings.isOff(organisation) ? 'organisation-off' : undefined;
    },
    countYes: (site) => preferences.count(site),
    tidy: () => preferences.tidy(),
    close: () => preferences.close(),
  };
}

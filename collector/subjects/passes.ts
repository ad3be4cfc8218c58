/**
 * Passes: a MAC over site, organisation, scope, purposes and period, and nothing else. Everybody of one organisation
 * with the same answer gets the same bytes, so a pass tells nobody apart, and none is ever kept.
 */

import { createHmac, timingSafeEqual } from 'node:crypto';
import { PASS_PERIOD_MS } from '../../contract/subjects.ts';
import { toLengthPrefixed } from './length-prefixed.ts';

/** What a pass stands for. */
export interface PassSubject {
  readonly site: string;
  readonly organisation: string;
  readonly scope: number;
  readonly purposes: Iterable<string>;
}

/** Signs passes and knows its own again. */
export interface Passes {
  issue(subject: PassSubject, nowMs: number): string;
  /**
   * The organisation of a pass that is good now, as `organisationOf` writes it; undefined for any other text.
   * Good is a pass of this hour or the one before.
   */
  check(pass: string, batch: Omit<PassSubject, 'organisation'>, nowMs: number): string | undefined;
  /** An organisation as passes name it: keyed, so that a request tells no name. */
  organisationOf(organisation: string): string;
}

/** @param secret the collector's own; the app that signs tokens never sees it */
export function createPasses(secret: string): Passes {
  const mac = (...parts: readonly string[]) => createHmac('sha256', secret).update(toLengthPrefixed(parts)).digest();
  const organisationOf = (organisation: string) => mac('organisation', organisation).toString('base64url', 0, 16);
  const sign = (organisation: string, { site, scope, purposes }: Omit<PassSubject, 'organisation'>, period: number) =>
    mac('pass', site, organisation, `${scope}`, [...purposes].sort().join(' '), `${period}`);
  return {
    organisationOf,
    issue(subject, nowMs) {
      const organisation = organisationOf(subject.organisation);
      return `${organisation}.${sign(organisation, subject, Math.floor(nowMs / PASS_PERIOD_MS)).toString('base64url')}`;
    },
    check(pass, batch, nowMs) {
      const [, organisation = '', text = ''] = /^([\w-]{22})\.([\w-]{43})$/.exec(pass) ?? [];
      const given = Buffer.from(text, 'base64url');
      const period = Math.floor(nowMs / PASS_PERIOD_MS);
      const isGood = [period, period - 1].some((one) => {
        const expected = sign(organisation, batch, one);
        return given.length === expected.length && timingSafeEqual(given, expected);
      });
      return isGood ? organisation : undefined;
    },
  };
}

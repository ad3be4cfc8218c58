/** The bodies of signed-in people's two requests (design 6 and 9). The subject token travels as `Authorization: Bearer`. */

/** Body of `PUT preference`. A yes and a no are padded to one length with blanks at the end, so that they look alike. */
export interface PreferenceRequest {
  readonly yes: boolean;
  readonly purposes?: readonly string[];
  readonly scope?: number;
  /** 32 bytes, base64url: the secret of the grant, or random bytes with a no. */
  readonly receiptSecret: string;
}

/** Body of `POST pass`. */
export interface PassRequest {
  readonly purposes: readonly string[];
  readonly scope: number;
  /** 32 bytes, base64url: shows that a grant made in this browser was recorded. */
  readonly receiptSecret: string;
}

/** Body of the 200 to `POST pass`. */
export interface PassAnswer {
  readonly pass: string;
  /** The collector's clock, milliseconds since 1970 (UTC). */
  readonly now: number;
}

/** How long a pass is for: the UTC hour. A collector admits it in its own period and the next. */
export const PASS_PERIOD_MS: number = 60 * 60 * 1000;

/** Every answer is padded to a multiple of so many characters. Our choice: a site of several purposes fits into one. */
export const PREFERENCE_BLOCK = 512;

/** The shapes of stewards.yaml and reviews/*.yaml (design 10, 10.1). The steward's signature covers all but itself. */

import { z } from 'zod';
import { METRIC_NAME } from './metric-definition.ts';

const words = z.string().trim().min(1, { error: 'is empty.' });
const day = z.iso.date({ error: 'is no day. Write it as 2026-11-22.' });

/** Names of stewards. */
export const STEWARD_NAME: RegExp = /^[a-z][a-z0-9-]*$/;

/** Shape of stewards.yaml: who may approve, by name, with the public key as base64 of its SPKI form. */
export const stewardsSchema = z.record(
  z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, { error: 'is no name for a steward. Use lower-case letters, digits, hyphens.' }),
  z.strictObject({
    key: z.string().regex(/^ed25519:[A-Za-z0-9+/]+={0,2}$/, {
      error: 'is no steward key. It begins with ed25519: and is written by the command that makes it.',
    }),
    /** How metrics' `owners` name this person, so that nobody approves their own. */
    email: words.optional(),
  }),
);

/** Stewards by name. */
export type Stewards = z.infer<typeof stewardsSchema>;

/**
 * What a steward answers, after Mozilla's review form
 * (https://github.com/mozilla/data-review/blob/main/review.md, read 2026-11-22). A renewal needs `justified` alone.
 */
export const answersSchema = z.strictObject({
  documented: words.optional(),
  justified: words,
  matchesConsent: words.optional(),
  lean: words.optional(),
  category: words.optional(),
  permanent: words.optional(),
});

/** An escalated review: somebody besides the steward looked, because something new came in. */
export const escalationSchema = z.strictObject({
  kind: z.enum(['privacy', 'policy', 'legal']),
  cause: words,
  name: words,
  outcome: z.enum(['approved', 'denied']),
  date: day,
});

/** The request form, filled from the definition (Mozilla's data collection request, MZ-5). */
export const requestSchema = z.strictObject({
  by: words,
  date: day,
  private: z.boolean().default(false),
  renewal: z.boolean().default(false),
  /** Answers by question. */
  form: z.record(z.string(), z.string()),
});

/** Shape of one file in reviews/. */
export const reviewSchema = z.strictObject({
  metric: z.string().regex(METRIC_NAME),
  /** SHA-256 of the RFC 8785 form of the metric's definition, as it stands in the file, lower-case hex. */
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/, { error: 'is no digest. It has 64 hex digits; the review command writes it.' }),
  outcome: z.enum(['requested', 'approved', 'bootstrap', 'denied']),
  request: requestSchema.optional(),
  answers: answersSchema.optional(),
  escalations: z.array(escalationSchema).optional(),
  reason: words.optional(),
  steward: words.optional(),
  date: day,
  /** Ed25519 over SHA-256 of the RFC 8785 form of everything else in this file, base64. */
  signature: z
    .string()
    .regex(/^ed25519:[A-Za-z0-9+/]+={0,2}$/)
    .optional(),
});

/** One review. `requested` waits for a steward; `bootstrap` was written by `askfirst init` and read by no person yet. */
export type Review = z.infer<typeof reviewSchema>;

/** The steward's answers. */
export type Answers = z.infer<typeof answersSchema>;

/** The outcome of an escalated review. */
export type Escalation = z.infer<typeof escalationSchema>;

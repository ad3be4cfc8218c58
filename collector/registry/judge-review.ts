/** May this declared metric be collected? Comes in: definition, review, stewards, newest scope. Goes out: why not, or nothing. */

import type { Configuration } from './configuration.ts';
import { toDigest } from './digest.ts';
import type { DeclaredMetric, WithheldReason } from './loaded-registry.ts';
import type { MetricDefinition } from './metric-definition.ts';
import type { Review, Stewards } from './review-record.ts';
import type { Scope } from './scope-lock.ts';
import { isSignedBy, parsePublicKey } from './steward-key.ts';

/** A refusal: the reason, in a sentence, with what to do. */
export interface Refusal {
  readonly why: WithheldReason;
  readonly message: string;
  readonly remedy: string;
}

/** What a metric is judged by. */
export interface Court {
  readonly configuration: Configuration;
  readonly stewards: Stewards;
  readonly scope: Scope;
}

/** Why a metric must not be collected; undefined if it is reviewed, unaltered, signed and released (P6). */
export function judgeMetric(metric: DeclaredMetric, court: Court): Refusal | undefined {
  return judgeReview(metric, court) ?? judgeRelease(metric, court);
}

/** The review's half: does a steward's signature stand under exactly this definition? */
export function judgeReview(
  { name, digest, definition, review }: DeclaredMetric,
  { configuration, stewards }: Pick<Court, 'configuration' | 'stewards'>,
): Refusal | undefined {
  const again = `Ask for a review: askfirst review request ${name}.`;
  if (!review || review.outcome === 'requested') {
    const message = review ? 'Its review waits for a steward.' : 'Nobody has reviewed it.';
    return {
      why: 'not-reviewed',
      message,
      remedy: review ? `A steward runs: askfirst review approve ${name}.` : again,
    };
  }
  if (review.digest !== digest)
    return { why: 'altered', message: 'It was altered after its review.', remedy: `Undo the change. Or: ${again}` };
  if (review.outcome === 'denied')
    return {
      why: 'denied',
      message: `Its review was denied (${(review.reason ?? 'no reason given').replace(/\.$/, '')}).`,
      remedy: again,
    };
  const steward = stewardOf(review, stewards);
  if (!steward) {
    const message = `Its review is by \`${review.steward ?? 'nobody'}\`, who is not in stewards.yaml.`;
    return { why: 'unknown-steward', message, remedy: again };
  }
  const key = parsePublicKey(steward.key);
  if (!key || !isSignedBy(review, key)) {
    const message = `The signature of \`${review.steward}\` does not fit the review.`;
    return { why: 'bad-signature', message, remedy: `Restore the review's file. Or: ${again}` };
  }
  return judgeOwner(review, definition, { configuration, stewards }) ?? judgeEscalation(name, definition, review);
}

/** Is the steward one of the metric's owners? By name, by e-mail, or by the part of an e-mail before the @. */
export function isOwner(steward: string, stewards: Stewards, { owners }: MetricDefinition): boolean {
  const email = (Object.hasOwn(stewards, steward) ? stewards[steward]?.email : undefined)?.toLowerCase();
  return [owners.design, owners.implementation]
    .map((owner) => owner.toLowerCase())
    .some((owner) => owner === steward || owner === email || (!email && owner.split('@')[0] === steward));
}

/** Does a definition need somebody besides the steward, whatever was released before? The causes. */
export function standingCauses({ category, linkage, properties }: MetricDefinition): string[] {
  return [
    ...(category === 'content' || category === 'sensitive' ? [`category ${category}`] : []),
    ...(linkage === 'session' ? ['linkage session'] : []),
    ...(Object.values(properties).some(({ type }) => type === 'text') ? ['free text'] : []),
  ];
}

function stewardOf(review: Review, stewards: Stewards) {
  return review.steward !== undefined && Object.hasOwn(stewards, review.steward) ? stewards[review.steward] : undefined;
}

function judgeOwner(
  review: Review,
  definition: MetricDefinition,
  { configuration, stewards }: Pick<Court, 'configuration' | 'stewards'>,
): Refusal | undefined {
  // A bootstrap review claims no person's judgement, so there is nobody to be partial.
  if (review.outcome === 'bootstrap' || !review.steward || !isOwner(review.steward, stewards, definition))
    return undefined;
  if (configuration.review === 'solo' && Object.keys(stewards).length === 1) return undefined;
  return {
    why: 'own-metric',
    message: `\`${review.steward}\` approved a metric of their own.`,
    remedy: 'Let another steward review it, or, with a single steward, set review: solo in askfirst.yaml.',
  };
}

function judgeEscalation(name: string, definition: MetricDefinition, review: Review): Refusal | undefined {
  const causes = standingCauses(definition);
  const escalations = review.escalations ?? [];
  const isApproved = escalations.length > 0 && escalations.every(({ outcome }) => outcome === 'approved');
  if ((causes.length === 0 && escalations.length === 0) || isApproved) return undefined;
  return {
    why: 'not-escalated',
    message: `It needs an escalated review (${causes.join(', ') || 'one was denied'}).`,
    remedy: `Add the outcome: askfirst review approve ${name} --escalation privacy.`,
  };
}

function judgeRelease(
  { name, digest, definition }: DeclaredMetric,
  { configuration, scope }: Pick<Court, 'configuration' | 'scope'>,
): Refusal | undefined {
  const remedy = 'Freeze the next scope: askfirst release.';
  const released = Object.hasOwn(scope.metrics, name) ? scope.metrics[name] : undefined;
  if (released?.digest !== digest) {
    const message = released ? 'As it stands now it is in no released scope.' : 'It is in no released scope.';
    return { why: 'not-released', message, remedy };
  }
  const { purpose } = definition;
  if (toDigest(scope.purposes[purpose] ?? null) === toDigest(configuration.purposes[purpose] ?? null)) return undefined;
  const message = `The words of its purpose \`${purpose}\` differ from the released ones.`;
  return { why: 'not-released', message, remedy };
}

/** The steps of a review (design 10.1) as data: request, approval, denial, renewal. Comes in: metric and answers. Goes out: the review to write. Knows no file and no clock. */

import type { DeclaredMetric } from './loaded-registry.ts';
import type { MetricDefinition } from './metric-definition.ts';
import type { Answers, Escalation, Review } from './review-record.ts';
import { signReview } from './steward-key.ts';

/** The steward's questions, in the order in which they are asked (Mozilla's review form, MZ-7). */
export const QUESTIONS: Readonly<Record<keyof Answers, string>> = {
  documented: 'Is what it collects documented publicly, completely and truthfully?',
  justified: 'Is the reason good enough to ask visitors for it?',
  matchesConsent: 'Does the purpose, in the words visitors are shown, cover it, and can they stop it?',
  lean: 'Is it the least that answers the question: properties, values, days kept?',
  category: 'Which category is it, and why?',
  permanent: 'It never expires. Who watches it, and how?',
};

/** The questions that this metric raises: permanent only where it never expires, a renewal only whether it is still justified. */
export function questionsFor({ definition, review }: DeclaredMetric): (keyof Answers)[] {
  const isPermanent = definition.expires === 'never';
  if (review?.outcome === 'requested' && review.request?.renewal)
    return ['justified', ...(isPermanent ? ['permanent' as const] : [])];
  const questions: (keyof Answers)[] = ['documented', 'justified', 'matchesConsent', 'lean', 'category'];
  return isPermanent ? [...questions, 'permanent'] : questions;
}

/** Who asks, when, and what the definition cannot say. */
export interface RequestParts {
  readonly by: string;
  readonly today: string;
  readonly isPrivate: boolean;
  readonly isRenewal: boolean;
  /** Answers beside those filled from the definition: `alternatives`, `stillNeeded` … */
  readonly form?: Readonly<Record<string, string>>;
}

/** A request, its form filled from the definition (MZ-5). Unsigned: it approves nothing. */
export function toRequest({ name, definition, digest }: DeclaredMetric, parts: RequestParts): Review {
  const { by, today, isPrivate, isRenewal } = parts;
  const form = { ...(isRenewal ? toRenewalForm(definition) : toForm(definition)), ...parts.form };
  const request = { by, date: today, private: isPrivate, renewal: isRenewal, form };
  return { metric: name, digest, outcome: 'requested', request, date: today };
}

/** Who decides, when, with which key. */
export interface StewardParts {
  readonly steward: string;
  readonly privateKey: string;
  readonly today: string;
}

/** The signed approval of the metric as it stands. */
export function toApproval(
  metric: DeclaredMetric,
  {
    answers,
    escalations,
    ...by
  }: StewardParts & { readonly answers: Answers; readonly escalations: readonly Escalation[] },
): Review {
  return sealed(metric, by, {
    outcome: 'approved',
    answers,
    ...(escalations.length > 0 && { escalations: [...escalations] }),
  });
}

/** The signed denial of the metric as it stands. */
export function toDenial(
  metric: DeclaredMetric,
  { reason, ...by }: StewardParts & { readonly reason: string },
): Review {
  return sealed(metric, by, { outcome: 'denied', reason });
}

function sealed(
  { name, digest, review }: DeclaredMetric,
  { steward, privateKey, today }: StewardParts,
  verdict: Pick<Review, 'outcome' | 'answers' | 'escalations' | 'reason'>,
): Review {
  // A request about another text is no request for this one.
  const request = review?.digest === digest && review.request ? { request: review.request } : {};
  return signReview({ metric: name, digest, ...verdict, ...request, steward, date: today }, privateKey);
}

function toForm(definition: MetricDefinition): Record<string, string> {
  const { description, why, purpose, category, linkage, properties, owners, issues, retentionDays } = definition;
  return {
    what: description,
    why,
    who: `Visitors who granted the purpose “${purpose}”; nobody before they are asked.`,
    howMuch: toPropertyList(properties),
    howLong: `${toLife(definition)} Each row is kept for ${retentionDays} days.`,
    category,
    joinedWith: linkage === 'none' ? 'Nothing.' : `By session with ${(definition.linkedWith ?? []).join(', ')}.`,
    answerable: `Design ${owners.design}, implementation ${owners.implementation}.`,
    issues: issues.join(' ') || 'None linked.',
  };
}

function toRenewalForm(definition: MetricDefinition): Record<string, string> {
  const { why, owners } = definition;
  return {
    why,
    howLong: toLife(definition),
    answerable: `Design ${owners.design}, implementation ${owners.implementation}.`,
  };
}

function toLife({ expires, expiresWhy }: MetricDefinition): string {
  return expires === 'never' ? `Permanent: ${expiresWhy}` : `Until ${expires}.`;
}

function toPropertyList(properties: MetricDefinition['properties']): string {
  const list = Object.entries(properties).map(([name, property]) => {
    const { type, description } = property;
    const range =
      property.type === 'choice'
        ? `: ${property.values.join(', ')}`
        : property.type === 'bucket'
          ? `: ${property.bounds.join(', ')}`
          : property.type === 'count'
            ? ` up to ${property.most}`
            : '';
    return `${name} (${type}${range})${description ? ` ${description}` : ''}`;
  });
  return list.join(' ') || 'That it happened, and nothing more.';
}

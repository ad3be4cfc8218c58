/** manifest.json: the privacy page for machines. */

import { z } from 'zod';
import { DECISION_MONTHS } from '../../contract/limits.ts';
import type { PageAnswer } from './document.ts';
import type { CollectedMetric, Facts } from './facts.ts';
import { toJsonPage } from './json-page.ts';
import { type Manifest, manifestSchema } from './manifest-schema.ts';
import { QUESTIONS } from './privacy/privacy-page.ts';

/** The manifest as a page. */
export function toManifest(facts: Facts): PageAnswer {
  return toJsonPage(createManifest(facts));
}

/** The manifest's own shape, as JSON Schema (2020-12). */
export function toManifestSchema(): PageAnswer {
  return toJsonPage(z.toJSONSchema(manifestSchema), 'application/schema+json');
}

/** The manifest as data; fits `manifestSchema`. */
export function createManifest(facts: Facts): Manifest {
  const { site, configuration, scope, scriptDigest } = facts;
  const [head] = facts.heads ?? [];
  const { controller, source, feedback, timeZone, timePrecision, buffer, signals, subjects, kThreshold } =
    configuration;
  return {
    $schema: `${site.name}/manifest.schema.json`,
    version: 1,
    site: site.name,
    development: facts.development,
    controller,
    ...(source ? { source } : {}),
    ...(feedback ? { feedback } : {}),
    timeZone,
    timePrecision,
    buffer,
    decisionMonths: DECISION_MONTHS,
    signals,
    subjects,
    kThreshold: facts.development ? 1 : kThreshold,
    ignoredPaths: configuration.paths.ignore,
    never: configuration.never,
    storage: configuration.storage,
    processors: configuration.processors,
    ...(scope ? { scope: { number: scope.number, date: scope.date, digest: scope.digest } } : {}),
    purposes: configuration.purposes,
    metrics: Object.fromEntries(facts.metrics.map((metric) => [metric.name, toManifestMetric(metric)])),
    ...(scriptDigest ? { script: { path: `${site.basePath}/askfirst.js`, sha256: scriptDigest } } : {}),
    keyIds: [...facts.keyIds],
    ...(head ? { ledgerHead: { day: head.day, size: head.size, hash: head.hash, jws: head.jws } } : {}),
    answers: Object.fromEntries(QUESTIONS.map(({ id }) => [id, `${site.name}/privacy#${id}`])),
  };
}

function toManifestMetric({ definition, since, approval }: CollectedMetric): Manifest['metrics'][string] {
  const { description, why, purpose, category, linkage, distinct, properties, expires, retentionDays } = definition;
  return {
    description,
    why,
    purpose,
    category,
    linkage,
    ...(distinct ? { distinct } : {}),
    properties,
    since,
    expires,
    retentionDays,
    reviewed: approval
      ? `approved by ${approval.steward} on ${approval.date}${approval.isByAuthor ? ', reviewed by its author' : ''}`
      : 'not yet reviewed by a person',
  };
}

/**
 * Signs and freezes by hand: RFC 8785, SHA-256 and Ed25519 written out with node:crypto alone, importing nothing of the
 * collector, so that the tests show what the files must hold and not what our code happens to write.
 */

import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { parse, stringify } from 'yaml';
import type { TestFolder } from './registry-folder.ts';

/** A steward with a key. */
export interface Steward {
  readonly name: string;
  readonly privateKey: KeyObject;
  /** As stewards.yaml writes it. */
  readonly key: string;
}

/** Makes a steward. */
export function createSteward(name = 'eva'): Steward {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { name, privateKey, key: `ed25519:${publicKey.export({ format: 'der', type: 'spki' }).toString('base64')}` };
}

/** The RFC 8785 form of data without exotic numbers. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}

/** SHA-256 of the RFC 8785 form, hex. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

/** Every definition in a metrics file, as written. */
export function definitionsOf(text: string): Record<string, Record<string, unknown>> {
  return parse(text);
}

/** Writes a signed review of the metric as it stands in the file. `fields` overrule. */
export function reviewByHand(
  test: TestFolder,
  metric: string,
  { steward, file = 'metrics/pages.yaml', fields = {} }: { steward: Steward; file?: string; fields?: object },
): void {
  const review = {
    metric,
    digest: digestOf(definitionsOf(test.read(file))[metric]),
    outcome: 'approved',
    answers: { documented: 'Yes.', justified: 'Yes.', matchesConsent: 'Yes.', lean: 'Yes.', category: 'Interaction.' },
    steward: steward.name,
    date: '2026-11-20',
    ...fields,
  };
  const signature = sign(null, Buffer.from(digestOf(review), 'hex'), steward.privateKey).toString('base64');
  test.write(`reviews/${metric}.yaml`, stringify({ ...review, signature: `ed25519:${signature}` }));
}

/** Writes a lock whose only scope holds these metrics as they stand in their files. */
export function releaseByHand(
  test: TestFolder,
  metrics: Readonly<Record<string, string>>,
  { paths = { templates: [], keep: [], ignore: [] } as object } = {},
): void {
  const { purposes } = parse(test.read('askfirst.yaml'));
  const definitions = Object.entries(metrics).map(
    ([name, file]) => [name, definitionsOf(test.read(file))[name]] as const,
  );
  const scope = {
    version: 1,
    number: 1,
    date: '2026-11-20',
    kind: 'widening',
    purposes,
    processors: [],
    timePrecision: 'day',
    paths,
    metrics: Object.fromEntries(definitions.map(([name, written]) => [name, { since: 1, digest: digestOf(written) }])),
    bootstrap: [],
    previous: '',
  };
  const record = {
    number: 1,
    date: '2026-11-20',
    kind: 'widening',
    purposes,
    paths,
    metrics: Object.fromEntries(
      definitions.map(([name, definition]) => [name, { change: 'added', since: 1, definition }]),
    ),
    digest: digestOf(scope),
  };
  test.write('askfirst.lock', stringify({ version: 1, scopes: [record] }, { aliasDuplicateObjects: false }));
}

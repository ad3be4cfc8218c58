/** The shape of manifest.json, from which its type and its JSON Schema are made. */

import { z } from 'zod';

const day = z.iso.date();
const words = z.record(z.string(), z.string()).describe('By language.');

/** Shape of manifest.json. */
export const manifestSchema = z.strictObject({
  $schema: z.string(),
  version: z.literal(1),
  site: z.url().describe('Origin and base path.'),
  development: z.boolean().describe('A development site shows every visit at once.'),
  controller: z.strictObject({
    name: z.string(),
    contact: z.string(),
    address: z.string().optional(),
    officer: z.string().optional(),
    authority: z.url().optional(),
  }),
  source: z.url().optional(),
  feedback: z.url().optional(),
  timeZone: z.string(),
  timePrecision: z.enum(['day', 'hour']),
  buffer: z.enum(['indexeddb', 'memory', 'off']).describe('Where notes wait for a decision, on the device.'),
  decisionMonths: z.int().describe('How long a yes or a no stands.'),
  signals: z.strictObject({ gpc: z.boolean(), dnt: z.boolean() }),
  subjects: z.enum(['none', 'optional', 'required']),
  kThreshold: z.int().describe('Fewest browsers behind any figure shown.'),
  ignoredPaths: z.array(z.string()),
  never: z.array(z.string()).describe('What is never collected.'),
  storage: z.strictObject({
    place: z.string().optional(),
    region: z.string().optional(),
    backupMaxDays: z.int(),
  }),
  processors: z.array(
    z.strictObject({
      name: z.string(),
      role: z.string(),
      country: z.string(),
      contract: z.url().optional(),
      since: day,
      until: day.optional(),
    }),
  ),
  scope: z.strictObject({ number: z.int(), date: day, digest: z.string() }).optional(),
  purposes: z.record(z.string(), z.strictObject({ title: words, text: words })),
  metrics: z.record(
    z.string(),
    z.strictObject({
      description: z.string(),
      why: z.string(),
      purpose: z.string(),
      category: z.enum(['technical', 'interaction', 'content', 'sensitive']),
      linkage: z.enum(['none', 'session']),
      distinct: z.string().optional(),
      properties: z.record(z.string(), z.looseObject({ type: z.string() })),
      since: z.int().describe('The scope in which it came in as it stands.'),
      expires: z.union([day, z.literal('never')]),
      retentionDays: z.int(),
      reviewed: z.string(),
    }),
  ),
  script: z.strictObject({ path: z.string(), sha256: z.string().describe('Base64, as in integrity.') }).optional(),
  keyIds: z.array(z.string()).describe('Thumbprints of the keys that sign receipts; see keys.json.'),
  ledgerHead: z
    .strictObject({ day, size: z.int(), hash: z.string(), jws: z.string() })
    .optional()
    .describe('The newest signed head of the ledger.'),
  answers: z.record(z.string(), z.url()).describe('Where each question is answered.'),
});

/** manifest.json. */
export type Manifest = z.infer<typeof manifestSchema>;

/** Every refusal of the collector: status and remedy by code. Printed into docs/problems.md. */
export const PROBLEMS = {
  'batch-malformed': {
    status: 400,
    fix: 'Check the body against contract/wire.ts. Snippet and collector must share a major version.',
  },
  'version-unsupported': { status: 400, fix: 'Reload the page so that snippet and collector share a version.' },
  'consent-malformed': { status: 400, fix: 'Check the body against ConsentRequest in contract/wire.ts.' },
  'rights-malformed': {
    status: 400,
    fix: 'Check the body against contract/rights.ts: 1,000 handles in a part, 16 of them without day and metric.',
  },
  'question-malformed': {
    status: 400,
    fix: 'Ask a report with site, from, to (2026-11-21), period (day, week or month) and limit; the detail says which is wrong.',
  },
  unauthorised: {
    status: 401,
    fix: 'Send the admin token: Authorization: Bearer <token>. It lies in the data folder.',
  },
  'not-same-origin': { status: 403, fix: 'Serve /askfirst from the same origin as the page; see docs/install.md.' },
  'signal-forbids': {
    status: 403,
    fix: 'Under Sec-GPC: 1 only a choice made in the privacy centre counts (method: centre).',
  },
  'not-found': { status: 404, fix: 'See design 6 for the addresses a collector answers.' },
  'report-unknown': { status: 404, fix: 'Ask for one of the reports that the detail lists.' },
  'site-unknown': { status: 404, fix: 'Name one of the sites that the detail lists, origin and base path.' },
  'method-not-allowed': { status: 405, fix: 'Use the method named in the Allow header.' },
  'scope-unknown': { status: 409, fix: 'Reload the page: the scope agreed to was never released here.' },
  'notice-unknown': { status: 409, fix: 'Reload the page: the words shown are not the words in force.' },
  'purpose-unknown': { status: 409, fix: 'Reload the page: a purpose named is not in the registry.' },
  'tally-unknown': {
    status: 409,
    fix: 'Begin again with part 1: the tally is of another request, of another part, or older than 90 days.',
  },
  withdrawn: { status: 409, fix: 'This grant was withdrawn and cannot be recorded again; a new yes makes a new one.' },
  'switched-off': {
    status: 410,
    fix: 'The operator has switched this collector off. Snippets purge their buffers and stop.',
  },
  'body-too-large': { status: 413, fix: 'Send at most 48 KiB and 50 events in one batch.' },
  'media-type-unsupported': { status: 415, fix: 'Send Content-Type: application/json.' },
  'encoding-unsupported': { status: 415, fix: 'Send the body uncompressed; no Content-Encoding is accepted.' },
  'too-many-requests': { status: 429, fix: 'Wait for as long as Retry-After says.' },
  internal: { status: 500, fix: "This is our mistake; the collector's log has the exception." },
  overloaded: { status: 503, fix: 'Wait for as long as Retry-After says; nothing of the batch was stored.' },
  'storage-unavailable': {
    status: 503,
    fix: 'The store cannot commit: look at disk space and the log. Nothing of the batch was stored.',
  },
} as const satisfies Record<string, { status: number; fix: string }>;

/** Stable code of a refusal, `code` of the problem document. */
export type ProblemCode = keyof typeof PROBLEMS;

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
  'preference-malformed': { status: 400, fix: 'Check the body against PreferenceRequest in contract/subjects.ts.' },
  'pass-request-malformed': { status: 400, fix: 'Check the body against PassRequest in contract/subjects.ts.' },
  'token-missing': {
    status: 401,
    fix: 'Send the subject token of the signed-in person: Authorization: Bearer <token>.',
  },
  'token-malformed': { status: 401, fix: 'Send a signed JWT in compact form, as docs/organisations.md shows.' },
  'token-algorithm-wrong': {
    status: 401,
    fix: 'Sign with HS256 for a shared secret, with EdDSA or ES256 for a set of public keys. Nothing else is taken.',
  },
  'token-key-unknown': { status: 401, fix: 'Name in the header (kid) one of the keys of the JWK-set file.' },
  'token-signature-wrong': { status: 401, fix: 'Sign with the secret or key that the collector was given.' },
  'token-issuer-wrong': { status: 401, fix: 'Set iss to the issuer that the collector was given.' },
  'token-audience-wrong': { status: 401, fix: 'Set aud to askfirst.' },
  'token-expired': { status: 401, fix: 'Give the page a fresh token: askfirst.identify(token).' },
  'token-not-yet-valid': { status: 401, fix: "Set the app's clock: the token's nbf lies ahead." },
  'token-lives-too-long': { status: 401, fix: 'Set exp to at most an hour ahead.' },
  'token-claims-malformed': {
    status: 401,
    fix: 'Give sub as text, org as text or not at all, and ceiling as "off" or not at all.',
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
  'organisation-off': { status: 403, fix: 'The organisation has switched collection off for its people.' },
  'no-standing-yes': {
    status: 403,
    fix: 'This person has no yes that stands. The browser stops and erases what it sent.',
  },
  'scope-outdated': { status: 403, fix: "This person's yes is to an earlier scope. They are asked again." },
  'pass-missing': { status: 403, fix: 'On a site with subjects send the pass that POST pass gave.' },
  'pass-over': {
    status: 403,
    fix: 'Ask for a pass again: it is of another hour, or not for this site, scope and purposes.',
  },
  'not-found': {
    status: 404,
    fix: 'Look at the address: the collector answers under its base path only, /askfirst/ unless configured.',
  },
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
  'body-too-large': {
    status: 413,
    fix: 'Send less: a batch takes 48 KiB and 50 events, a part of a right 192 KiB, a key file 1 MiB.',
  },
  'media-type-unsupported': { status: 415, fix: 'Send Content-Type: application/json.' },
  'encoding-unsupported': { status: 415, fix: 'Send the body uncompressed; no Content-Encoding is accepted.' },
  'too-many-requests': { status: 429, fix: 'Wait for as long as Retry-After says.' },
  internal: { status: 500, fix: "This is our mistake; the collector's log has the exception." },
  overloaded: { status: 503, fix: 'Wait for as long as Retry-After says; nothing of the batch was stored.' },
  'timed-out': { status: 503, fix: 'Answering took longer than 30 seconds; ask for fewer days at a time.' },
  'storage-unavailable': {
    status: 503,
    fix: 'The store cannot commit: look at disk space and the log. Nothing of the batch was stored.',
  },
} as const satisfies Record<string, { status: number; fix: string }>;

/** Stable code of a refusal, `code` of the problem document. */
export type ProblemCode = keyof typeof PROBLEMS;

/** What `askfirst check` finds beside the rules: files that cannot be read, and where a metric stands in review and release. Printed into docs/check-rules.md. */

/** By name, in the order of reading. */
export const OTHER_FINDINGS: Readonly<Record<string, string>> = {
  unreadable: 'A file is missing, too large, or cannot be read.',
  yaml: 'A file is not YAML as the registry uses it: plain data, one document, no key twice.',
  'unknown-key':
    'A key that the format does not have. A misspelt key would be a rule that does not hold, so it is refused.',
  shape: 'A value of the wrong type or outside its range.',
  'metric-name': 'A metric’s name is not lower-case words joined by dots.',
  'declared-twice': 'Two metrics have the same name.',
  'steward-key': 'A steward’s key is no Ed25519 public key.',
  'review-misplaced': 'A review lies in a file of another name than its metric’s.',
  'history-rewritten':
    'A scope in askfirst.lock does not have the digest it was frozen with, or does not follow from the one before.',
  'other-meaning':
    'A released metric has another distinct property, another linkage or a property of another type. Rows are kept by name, so the name would mean two things; `release` and the collector refuse it.',
  'not-reviewed': 'Nobody has reviewed the metric, or its review still waits for a steward. It is not collected.',
  denied: 'A steward denied the metric as it stands. It is not collected.',
  altered: 'The metric is not, word for word, what its review is about. It is not collected.',
  'unknown-steward': 'The review is by somebody who is not in stewards.yaml. The metric is not collected.',
  'bad-signature': 'The signature does not fit the review. The metric is not collected.',
  'own-metric':
    'A steward approved a metric of their own. It is not collected, unless a single steward set review: solo.',
  'not-escalated': 'The metric needs an escalated review and has none. It is not collected.',
  bootstrap: 'A warning: `askfirst init` wrote the metric and its review, and no person has read it yet.',
  unreleased: 'A warning: what is declared differs from the newest scope. What no scope holds is not collected.',
};

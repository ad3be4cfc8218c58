import type { Mutant } from '../mutant.ts';

const REVIEWED = 'test/collector/registry/reviewed-only.test.ts';
const JOINED = 'test/collector/registry/joined-rows.test.ts';
const KINDS = 'test/collector/registry/release-kinds.test.ts';
const AGREED = 'test/collector/registry/agreed-scope.test.ts';
const JUDGE = 'collector/registry/judge-review.ts';

/** Edits that let pass what nobody reviewed or released. */
export const REVIEW_MUTANTS: Mutant[] = [
  {
    id: 'registry-takes-what-nobody-reviewed',
    promise: 'P6',
    file: JUDGE,
    from: "if (!review || review.outcome === 'requested') {",
    to: "if (review?.outcome === 'requested') {",
    test: REVIEWED,
  },
  {
    id: 'registry-takes-what-waits-for-review',
    promise: 'P6',
    file: JUDGE,
    from: "if (!review || review.outcome === 'requested') {",
    to: 'if (!review) {',
    test: REVIEWED,
  },
  {
    id: 'registry-takes-what-was-altered',
    promise: 'P6',
    file: JUDGE,
    from: 'if (review.digest !== digest)',
    to: 'if (false)',
    test: REVIEWED,
  },
  {
    id: 'registry-takes-what-was-denied',
    promise: 'P6',
    file: JUDGE,
    from: "if (review.outcome === 'denied')",
    to: 'if (false)',
    test: REVIEWED,
  },
  {
    id: 'registry-believes-every-signature',
    promise: 'P6',
    file: JUDGE,
    from: 'if (!key || !isSignedBy(review, key)) {',
    to: 'if (!key) {',
    test: REVIEWED,
  },
  {
    id: 'registry-believes-a-review-without-signature',
    promise: 'P6',
    file: 'collector/registry/steward-key.ts',
    from: 'if (!signature?.startsWith(PREFIX)) return false;',
    to: 'if (!signature?.startsWith(PREFIX)) return true;',
    test: REVIEWED,
  },
  {
    id: 'registry-lets-owners-approve',
    promise: 'P6',
    file: JUDGE,
    from: '?? judgeEscalation(name, definition, review);',
    to: ';',
    test: REVIEWED,
  },
  {
    id: 'registry-lets-every-owner-approve-when-solo',
    promise: 'P6',
    file: JUDGE,
    from: "configuration.review === 'solo' && Object.keys(stewards).length === 1",
    to: "configuration.review === 'solo'",
    test: REVIEWED,
  },
  {
    id: 'registry-takes-what-no-scope-froze',
    promise: 'P6',
    file: JUDGE,
    from: 'if (released?.digest !== digest) {',
    to: 'if (false) {',
    test: REVIEWED,
  },
  {
    id: 'registry-ignores-a-reworded-purpose',
    promise: 'P6',
    file: JUDGE,
    from: 'return judgeReview(metric, court) ?? judgeRelease(metric, court);',
    to: "const refusal = judgeReview(metric, court) ?? judgeRelease(metric, court);\n  return refusal?.message.startsWith('The words') ? undefined : refusal;",
    test: REVIEWED,
  },
  {
    id: 'registry-keeps-paths-that-no-scope-froze',
    promise: 'P6',
    file: 'collector/registry/compile.ts',
    from: 'paths.keep.filter((pattern) => scope.paths.keep.includes(pattern))',
    to: 'paths.keep',
    test: REVIEWED,
  },
  {
    id: 'registry-takes-a-rewritten-history',
    promise: 'P6',
    file: 'collector/registry/scope-lock.ts',
    from: 'scope.digest === digest ? undefined',
    to: 'digest ? undefined',
    test: REVIEWED,
  },
];

/** Edits that let a metric join the rows of a browser. */
export const LINKAGE_MUTANTS: Mutant[] = [
  {
    id: 'registry-counts-rows-of-two-distinct-properties-together',
    promise: 'P7',
    file: 'collector/registry/kept-meaning.ts',
    from: 'if (before.distinct !== now.distinct)',
    to: 'if (false)',
    test: KINDS,
  },
  {
    id: 'registry-forgets-what-a-removed-name-meant',
    promise: 'P7',
    file: 'collector/registry/kept-meaning.ts',
    from: 'of earlier) {',
    to: 'of earlier.slice(-1)) {',
    test: KINDS,
  },
  {
    id: 'registry-takes-browser-beside-path',
    promise: 'P7',
    file: 'collector/registry/rules/linkage-rules.ts',
    from: "if (linkage !== 'none' || names.length < 2) return [];",
    to: 'if (linkage || names.length < 2) return [];',
    test: JOINED,
  },
  {
    id: 'registry-takes-a-language-under-another-name',
    promise: 'P7',
    file: 'collector/registry/describes-browser.ts',
    from: "if (property.type === 'locale' || property.type === 'zone') return true;",
    to: '',
    test: JOINED,
  },
  {
    id: 'registry-takes-two-open-properties',
    promise: 'P7',
    file: 'collector/registry/rules/linkage-rules.ts',
    from: "if (linkage !== 'none' || open.length < 2) return [];",
    to: "if (linkage !== 'none' || open.length < 3) return [];",
    test: JOINED,
  },
  {
    id: 'registry-takes-a-count-as-large-as-a-number-plate',
    promise: 'P7',
    file: 'collector/registry/describes-browser.ts',
    from: 'return property.most > MOST_CLOSED_COUNT;',
    to: 'return false;',
    test: JOINED,
  },
  {
    id: 'registry-takes-a-path-on-visit-day',
    promise: 'P7',
    file: 'collector/registry/rules/linkage-rules.ts',
    from: 'filter((property) => !VISIT_DAY_PROPERTIES.includes(property))',
    to: "filter((property) => property === 'os')",
    test: JOINED,
  },
];

/** Edits that let a later scope reach somebody who agreed to an earlier one. */
export const SCOPE_MUTANTS: Mutant[] = [
  {
    id: 'release-covers-a-widened-metric',
    promise: 'P6',
    file: 'collector/registry/plan-release.ts',
    from: "change === 'narrowed' || change === 'reworded'",
    to: "change !== 'added'",
    test: AGREED,
  },
  {
    id: 'release-overlooks-a-new-value',
    promise: 'P6',
    file: 'collector/registry/classify-change.ts',
    from: "if (after.some((element) => !before.includes(element))) return 'widening';",
    to: '',
    test: KINDS,
  },
  {
    id: 'release-overlooks-a-longer-life',
    promise: 'P6',
    file: 'collector/registry/classify-change.ts',
    from: '    compare(lifeOf(before), lifeOf(after)),\n',
    to: '',
    test: KINDS,
  },
  {
    id: 'release-overlooks-a-reworded-purpose',
    promise: 'P6',
    file: 'collector/registry/plan-release.ts',
    from: 'around.purposes.has(definition.purpose) ||',
    to: '',
    test: AGREED,
  },
  {
    id: 'release-overlooks-pages-no-longer-ignored',
    promise: 'P6',
    file: 'collector/registry/compare-surroundings.ts',
    from: '[ofController, ofProcessors, ofPrecision, ofIgnored].includes',
    to: '[ofController, ofProcessors, ofPrecision].includes',
    test: KINDS,
  },
  {
    id: 'release-overlooks-templates-in-another-order',
    promise: 'P6',
    file: 'collector/registry/compare-surroundings.ts',
    from: 'before.some((template, at) => after[at] !== template)',
    to: 'before.some((template) => !after.includes(template))',
    test: KINDS,
  },
  {
    id: 'registry-stops-ignoring-before-a-release',
    promise: 'P6',
    file: 'collector/registry/compile.ts',
    from: 'ignore: both(paths.ignore, scope.paths.ignore),',
    to: 'ignore: paths.ignore,',
    test: AGREED,
  },
];

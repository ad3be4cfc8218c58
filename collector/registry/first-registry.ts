/** The registry that `askfirst init` writes: configuration, standard metrics, bootstrap reviews. Comes in: a few answers. Goes out: files as text. */

import { addDays } from '../../contract/day.ts';
import { toDigest } from './digest.ts';
import type { Review } from './review-record.ts';
import type { StandardMetric } from './standard/standard-metric.ts';
import { STANDARD_FILES, STANDARD_METRICS } from './standard/standard-metrics.ts';
import { signReview } from './steward-key.ts';
import { toYaml } from './write-registry.ts';

/** What the owner was asked. */
export interface FirstAnswers {
  readonly controller: { readonly name: string; readonly contact: string };
  readonly timeZone: string;
  readonly language: string;
  readonly owner: string;
  readonly steward: string;
  readonly privateKey: string;
  readonly today: string;
}

/** Standard metrics are looked at again after a year. Our choice, half of what is allowed. */
const FIRST_EXPIRY_DAYS = 365;

/** The one purpose that `init` writes. */
const PURPOSE = 'improve';

/** Files by name, and the reviews that go with them, each marked bootstrap: no person has read it. */
export function createFirstRegistry(answers: FirstAnswers): {
  readonly files: Readonly<Record<string, string>>;
  readonly reviews: readonly Review[];
} {
  const files: Record<string, string> = { 'askfirst.yaml': toConfigurationText(answers) };
  for (const [file, metrics] of Object.entries(STANDARD_FILES))
    files[file] = Object.entries(metrics)
      .map(([name, metric]) => toYaml({ [name]: toWritten(metric, answers) }))
      .join('\n');
  const reviews = Object.entries(STANDARD_METRICS).map(([name, metric]) => toBootstrapReview(name, metric, answers));
  return { files, reviews };
}

/** The first purpose in the languages of the privacy page. */
const FIRST_WORDS: Readonly<Record<string, { readonly title: string; readonly text: string }>> & {
  readonly en: { readonly title: string; readonly text: string };
} = {
  en: {
    title: 'Improve this site',
    text: 'See which pages are read and where people get stuck, so that we can mend them.',
  },
  pt: {
    title: 'Melhorar este sítio',
    text: 'Ver que páginas são lidas e onde as pessoas ficam presas, para as podermos consertar.',
  },
  de: {
    title: 'Diese Website verbessern',
    text: 'Sehen, welche Seiten gelesen werden und wo Leute hängen bleiben, damit wir sie ausbessern können.',
  },
  fr: {
    title: 'Améliorer ce site',
    text: 'Voir quelles pages sont lues et où les gens restent bloqués, pour pouvoir les réparer.',
  },
  es: {
    title: 'Mejorar este sitio',
    text: 'Ver qué páginas se leen y dónde se atasca la gente, para poder arreglarlas.',
  },
};

/** The words of the first purpose; `isOwn` is false where there are none in that language and English stands in. */
export function firstWords(language: string): {
  readonly title: string;
  readonly text: string;
  readonly isOwn: boolean;
} {
  const own = [language, language.split('-')[0] ?? ''].find((tag) => Object.hasOwn(FIRST_WORDS, tag));
  return { ...(FIRST_WORDS[own ?? 'en'] ?? FIRST_WORDS.en), isOwn: own !== undefined };
}

/** The definition of a standard metric as a site's file has it. */
function toWritten(metric: StandardMetric, { owner, today }: FirstAnswers): Record<string, unknown> {
  const { description, why, category, distinct, properties } = metric;
  return {
    description,
    why,
    purpose: PURPOSE,
    category,
    linkage: 'none',
    ...(distinct !== undefined && { distinct }),
    properties,
    owners: { design: owner, implementation: owner },
    expires: addDays(today, FIRST_EXPIRY_DAYS),
    retentionDays: 180,
  };
}

function toBootstrapReview(name: string, metric: StandardMetric, answers: FirstAnswers): Review {
  return signReview(
    {
      metric: name,
      digest: toDigest(toWritten(metric, answers)),
      outcome: 'bootstrap',
      answers: {
        documented: 'The dictionary page shows the definition as it stands.',
        justified: metric.why,
        matchesConsent: 'Nothing is sent before a visitor grants the purpose, and nothing after they withdraw.',
        lean: 'One question, at most one open property, no identifier.',
        category:
          metric.categoryWhy ?? `Category ${metric.category}: nothing of what a page holds, and nobody's identity.`,
      },
      steward: answers.steward,
      date: answers.today,
    },
    answers.privateKey,
  );
}

function toConfigurationText({ controller, timeZone, language, owner, steward }: FirstAnswers): string {
  const words = firstWords(language);
  const head = toYaml({ version: 1, controller, timeZone, languages: [language] });
  const purposes = toYaml({
    purposes: {
      [PURPOSE]: {
        title: { [language]: words.title },
        text: { [language]: words.text },
      },
    },
  });
  const untranslated = words.isOwn ? '' : `# The words below are English; write them in ${language}.\n`;
  return `# What visitors are told and asked. \`askfirst check\` reads it whole; unknown keys are refused.
${head}buffer: indexeddb          # indexeddb | memory | off: where events wait on the device before a yes
timePrecision: day         # day | hour
kThreshold: 10             # 5 or more: how many browsers a figure needs to be shown
signals: { gpc: true, dnt: false }
storage: { backupMaxDays: 35 }   # add place and region: visitors are told where data lies
paths: { templates: [], keep: [], ignore: [] }
# source: https://…        where the code can be read
# feedback: https://…      where visitors write to
${untranslated}${purposes}processors: []
never: [names, e-mail addresses, form contents]
${owner === steward ? 'review: solo               # one person owns and approves; pages say "reviewed by its author"\n' : ''}`;
}

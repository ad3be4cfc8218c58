/** Answers about the choice: how it is made, who is asked, and whose no counts. */

import { DECISION_MONTHS } from '../../../contract/limits.ts';
import { REPORTS, type ReportName } from '../../reports/report.ts';
import { type Facts, toLocal } from '../facts.ts';
import { type Html, html } from '../html.ts';
import { toTable } from '../table.ts';
import type { PageWord } from '../words/page-words.ts';
import { say } from '../words/say.ts';
import { toCode } from './links.ts';
import type { PageQuestion } from './question.ts';

/** GL-1 to GL-4, GL-7 and GL-19. */
export const CHOOSING: readonly PageQuestion[] = [
  { id: 'GL-1', answer: howToChoose },
  { id: 'GL-2', answer: whyCollected },
  { id: 'GL-3', answer: whyYes },
  { id: 'GL-4', answer: whatIsGained },
  { id: 'GL-7', answer: whoIsAsked },
  { id: 'GL-19', answer: employeesNo },
];

const BEFORE: Readonly<Record<Facts['configuration']['buffer'], PageWord>> = {
  indexeddb: 'a1BufferIndexeddb',
  memory: 'a1BufferMemory',
  off: 'a1BufferOff',
};

function howToChoose({ configuration, words, buttons }: Facts): Html {
  const { buffer, signals } = configuration;
  return html`<p>${say(words.a1, buttons)} ${words[BEFORE[buffer]]}</p>
<ul>
<li>${words.a1Accept}</li>
<li>${words.a1Reject}</li>
<li>${say(words.a1Change, buttons)}</li>
<li>${words.a1Silence}</li>
</ul>
<p>${say(words.a1Months, { months: DECISION_MONTHS })} ${signals.gpc ? words.a1Gpc : words.a1NoGpc}${signals.dnt && ` ${words.a1Dnt}`}</p>`;
}

function whyCollected(facts: Facts): Html {
  return html`<p>${facts.words.a2}</p>
<dl>${toUsedPurposes(facts).map(({ title, text }) => html`<dt>${title}</dt><dd>${text}</dd>\n`)}</dl>`;
}

function whyYes(facts: Facts): Html {
  return html`<p>${facts.words.a3}</p>
${toUsedPurposes(facts).map(
  ({ title, metrics }) =>
    html`<h3>${title}</h3><ul>${metrics.map(({ name, definition }) => html`<li>${toCode(name)}: ${definition.why}</li>\n`)}</ul>`,
)}`;
}

/** Titles of reports that have words; a report without is called by its own title. */
const REPORT_WORDS: Readonly<Record<string, PageWord>> = {
  visitors: 'reportVisitors',
  'page-views': 'reportPageViews',
  'top-pages': 'reportTopPages',
};

function whatIsGained(facts: Facts): Html {
  const { words } = facts;
  const reports = Object.keys(REPORTS) as ReportName[]; // The keys of a constant table.
  const titleOf = (report: ReportName) => {
    const word = REPORT_WORDS[report];
    return word ? words[word] : REPORTS[report].title;
  };
  const rows = toUsedPurposes(facts).flatMap(({ title, metrics }) =>
    metrics.map(({ name }) => {
      const read = reports.filter((report) => (REPORTS[report].metrics as readonly string[]).includes(name));
      return [title, toCode(name), read.map(titleOf).join(', ') || words.a4None];
    }),
  );
  const columns = [words.a4Purpose, words.a4Collected, words.a4Reports];
  const [benefits, anonymity] = [html`<a href="#GL-3">GL-3</a>`, html`<a href="#GL-12">GL-12</a>`];
  return html`<p>${say(words.a4, { benefits, anonymity })}</p>
${toTable({ label: words.a4Label, columns, rows })}`;
}

function whoIsAsked({ configuration, site, words }: Facts): Html {
  const { signals, subjects, paths } = configuration;
  const pages = paths.ignore.map((path, at) => [at > 0 && ', ', toCode(path)]);
  return html`<p>${say(words.a7, { origin: site.origin })}</p>
<p>${words.a7Never}</p>
<ul>
<li>${words.a7Unanswered}</li>
${signals.gpc && html`<li>${words.a7Gpc}</li>\n`}${signals.dnt && html`<li>${words.a7Dnt}</li>\n`}<li>${words.a7Unable}</li>
${pages.length > 0 && html`<li>${say(words.a7Pages, { pages })}</li>\n`}<li>${say(words.a7Elements, { mark: toCode('data-askfirst-ignore') })}</li>
</ul>
${subjects !== 'none' && html`<p>${words.a7Subjects}</p>`}`;
}

function employeesNo({ configuration, offered, words }: Facts): Html {
  if (configuration.subjects === 'none') return html`<p>${words.a19None}</p>`;
  return html`<p>${words.a19}</p>
<p>${offered.subjects ? words.a19Reaches : words.a19NotYet}</p>
<p>${words.a19Limits}</p>`;
}

function toUsedPurposes(facts: Facts) {
  return Object.entries(facts.configuration.purposes)
    .map(([name, { title, text }]) => ({
      title: toLocal(title, facts),
      text: toLocal(text, facts),
      metrics: facts.metrics.filter(({ definition }) => definition.purpose === name),
    }))
    .filter(({ metrics }) => metrics.length > 0);
}

/** Answers about the choice: how it is made, who is asked, and whose no counts. */

import { DECISION_MONTHS } from '../../../contract/limits.ts';
import { REPORTS, type ReportName } from '../../reports/report.ts';
import { type Facts, toLocal } from '../facts.ts';
import { type Html, html } from '../html.ts';
import { toTable } from '../table.ts';
import type { PageQuestion } from './question.ts';

/** GL-1 to GL-4, GL-7 and GL-19. */
export const CHOOSING: readonly PageQuestion[] = [
  { id: 'GL-1', question: 'How do I say yes or no?', answer: howToChoose },
  { id: 'GL-2', question: 'Why is data collected?', answer: whyCollected },
  { id: 'GL-3', question: 'Why should I say yes?', answer: whyYes },
  { id: 'GL-4', question: 'What do those who say yes gain?', answer: whatIsGained },
  { id: 'GL-7', question: 'Who has data collected, and who never?', answer: whoIsAsked },
  { id: 'GL-19', question: 'My employer agreed. What if I do not?', answer: employeesNo },
];

const BEFORE: Readonly<Record<Facts['configuration']['buffer'], string>> = {
  indexeddb:
    'Until you choose, the page keeps its notes in your browser only, at most 200 and for at most 24 hours, and shows you each of them on request. Nothing is sent.',
  memory:
    'Until you choose, the page keeps its notes in its own memory only, and they are gone when you leave it. Nothing is stored in your browser and nothing is sent.',
  off: 'Until you choose, nothing is noted, stored or sent.',
};

function howToChoose({ configuration }: Facts): Html {
  const { buffer, signals } = configuration;
  return html`<p>A banner asks you on your first visit. “Reject” and “Accept” are the same kind of button, one press each. ${BEFORE[buffer]}</p>
<ul>
<li>Accept: what you accepted is collected from then on, with the notes that waited, unless you removed them.</li>
<li>Reject: nothing is sent, and the notes that waited are destroyed.</li>
<li>Change your mind at any time: the button “Analytics choice” on every page opens the question again. No is one press, as yes is.</li>
<li>Say nothing: nothing is sent.</li>
</ul>
<p>A yes and a no both stand for ${DECISION_MONTHS} months, in this browser only; then you are asked again. ${
    signals.gpc
      ? 'If your browser sends Global Privacy Control, that is a no: you see no banner and nothing is collected, unless you then accept on purpose.'
      : 'This site does not treat Global Privacy Control as a no.'
  }${signals.dnt ? ' Do Not Track counts as a no too.' : ''}</p>`;
}

function whyCollected(facts: Facts): Html {
  return html`<p>For the purposes below and nothing else. You accept purposes; each thing collected belongs to one.</p>
<dl>${toUsedPurposes(facts).map(({ title, text }) => html`<dt>${title}</dt><dd>${text}</dd>\n`)}</dl>`;
}

function whyYes(facts: Facts): Html {
  return html`<p>You need no reason for either answer, and the site works the same. This is what each thing collected is good for, in the words that were reviewed:</p>
${toUsedPurposes(facts).map(
  ({ title, metrics }) =>
    html`<h3>${title}</h3><ul>${metrics.map(({ name, definition }) => html`<li><code>${name}</code>: ${definition.why}</li>\n`)}</ul>`,
)}`;
}

function whatIsGained(facts: Facts): Html {
  const reports = Object.keys(REPORTS) as ReportName[]; // The keys of a constant table.
  const rows = toUsedPurposes(facts).flatMap(({ title, metrics }) =>
    metrics.map(({ name }) => {
      const read = reports.filter((report) => (REPORTS[report].metrics as readonly string[]).includes(name));
      const titles = read.map((report) => REPORTS[report].title).join(', ');
      return [title, html`<code>${name}</code>`, titles || 'none yet'];
    }),
  );
  return html`<p>Nothing is traded: whoever says yes gets the same pages as whoever says no. What comes back is a site that is mended where people get stuck, as <a href="#GL-3">GL-3</a> says for each thing collected. These reports are made from it; nobody is seen alone in them (<a href="#GL-12">GL-12</a>).</p>
${toTable({ label: 'Reports by what is collected', columns: ['Purpose', 'Collected', 'Reports made from it'], rows })}`;
}

function whoIsAsked({ configuration, site }: Facts): Html {
  const { signals, subjects, paths } = configuration;
  return html`<p>Collected from: visitors of ${site.origin} who said yes in this browser, for the purposes they said yes to.</p>
<p>Never from:</p>
<ul>
<li>anybody who has not answered, or said no</li>
${signals.gpc && html`<li>browsers that send Global Privacy Control, unless their visitor accepted knowing that</li>\n`}${signals.dnt && html`<li>browsers that send Do Not Track, likewise</li>\n`}<li>browsers that cannot keep an answer, and pages without a secure connection</li>
${paths.ignore.length > 0 && html`<li>these pages: ${paths.ignore.map((path, at) => [at > 0 && ', ', html`<code>${path}</code>`])}</li>\n`}<li>elements that the site marks with <code>data-askfirst-ignore</code></li>
</ul>
${subjects !== 'none' && html`<p>On this site people sign in. Their organisation can switch collection off for all of them; it can switch it on for nobody.</p>`}`;
}

function employeesNo({ configuration, offered }: Facts): Html {
  if (configuration.subjects === 'none') {
    return html`<p>This site does not know who you are or for whom you work: there is no sign-in behind its choice. Your answer in your browser is the only one there is, and nobody else’s counts.</p>`;
  }
  return html`<p>Then nothing is collected from you. An organisation can only say no for its people; only you can say yes, in your own browser, and your no beats its yes. You need give no reason, and the pages are the same.</p>
${
  offered.subjects
    ? html`<p>Only a standing yes is stored; your no deletes it. Your other browsers stop and erase what they hold within two hours of use.</p>`
    : html`<p>In this version your no is kept in your browser. It does not reach your other browsers by itself: answer there too.</p>`
}
<p>What cannot be promised: whoever runs this site can tell who said yes, and whoever controls its pages, its keys or the full logs of a proxy before it can find out what a person chose.</p>`;
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

/** Answers about what is collected: what, when, from where, where it lies, and whether it says who you are. */

import { DECISION_MONTHS } from '../../../contract/limits.ts';
import type { Facts } from '../facts.ts';
import { type Html, html } from '../html.ts';
import { toTable } from '../table.ts';
import { toRoute } from './links.ts';
import type { PageQuestion } from './question.ts';

/** GL-8 to GL-12. */
export const COLLECTING: readonly PageQuestion[] = [
  { id: 'GL-8', question: 'What is collected?', answer: whatIsCollected },
  { id: 'GL-9', question: 'When is it collected?', answer: whenCollected },
  { id: 'GL-10', question: 'From where is it collected?', answer: fromWhere },
  { id: 'GL-11', question: 'Where is it stored, and for how long?', answer: whereStored },
  { id: 'GL-12', question: 'Is it anonymous? Is my IP address collected?', answer: howAnonymous },
];

function whatIsCollected(facts: Facts): Html {
  const { metrics, configuration } = facts;
  const rows = metrics.map(({ name, definition }) => {
    const properties = Object.entries(definition.properties).map(
      ([property, { description }]) => html`<li><code>${property}</code>${description && `: ${description}`}</li>\n`,
    );
    return [
      html`<code>${name}</code><br>${definition.description}`,
      properties.length === 0 ? 'nothing more' : html`<ul>${properties}</ul>`,
    ];
  });
  return html`${
    metrics.length === 0
      ? html`<p>Nothing at present.</p>`
      : toTable({ label: 'What is collected', columns: ['What happened', 'What is noted beside it'], rows })
  }
<p>Each note also has its day${configuration.timePrecision === 'hour' && ' and hour'}, a random number that only your browser can prove to be its own, and, once a day for each thing, a mark that says “this browser’s first today”. ${toRoute(facts, 'dictionary', 'The dictionary')} has every detail, with who approved each. Before you choose, the banner shows each waiting note exactly as it would be sent.</p>
${
  configuration.never.length > 0 &&
  html`<p>Never collected:</p><ul>${configuration.never.map((entry) => html`<li>${entry}</li>\n`)}</ul>`
}`;
}

/** What makes our own observers note something; metrics of the site say it themselves. */
const TRIGGERS: Readonly<Record<string, string>> = {
  'page.view': 'When a page is shown.',
  'visit.start': 'When a visit begins: at the first page, or after ten minutes without activity.',
  'visit.pages': 'When a visit reaches 2, 3, 5 and 10 pages.',
  'visit.seconds': 'When a visit has lasted 10, 30, 60, 180 and 600 seconds.',
  'visit.day': 'Once a day, at the first page.',
};

function whenCollected({ metrics, configuration }: Facts): Html {
  return html`<ul>${metrics.map(
    ({ name, definition }) => html`<li><code>${name}</code>: ${TRIGGERS[name] ?? definition.description}</li>\n`,
  )}</ul>
<p>Before you accept, nothing is sent. Afterwards notes are sent within about a second while the page is open, a few at a time; what could not be sent waits in your browser for at most three days. A note tells its ${configuration.timePrecision === 'hour' ? 'hour and day' : 'day, not the hour'}.</p>`;
}

function fromWhere({ site, configuration }: Facts): Html {
  const { ignore, templates } = configuration.paths;
  const list = (patterns: readonly string[]) =>
    html`<ul>${patterns.map((pattern) => html`<li><code>${pattern}</code></li>\n`)}</ul>`;
  return html`<p>From the pages of ${site.origin} that carry the script <code>${site.basePath}/askfirst.js</code>, and sent back to <code>${site.name}</code> only. Your browser enforces that: the script cannot send to another address.</p>
${ignore.length > 0 && html`<p>Nothing is noted on these pages:</p>${list(ignore)}`}
<p>Of an address only the path is kept, without query and fragment; parts that look like identifiers become <code>:id</code>${templates.length > 0 && ', and these shapes stand for all their pages'}.</p>
${templates.length > 0 && list(templates)}`;
}

function whereStored(facts: Facts): Html {
  const { configuration, metrics, offered } = facts;
  const { place, region, backupMaxDays } = configuration.storage;
  const where = [place, region].filter((part) => part !== undefined).join(', ');
  const rows = metrics.map(({ name, definition }) => [
    html`<code>${name}</code>`,
    `${definition.retentionDays} days`,
    definition.expires === 'never' ? 'no end set' : definition.expires,
  ]);
  return html`<p>${where ? html`On the site’s own server: <strong>${where}</strong>.` : html`On the site’s own server; ${configuration.controller.name} has not said where it stands.`} Backups are kept for at most ${backupMaxDays} days. ${toRoute(facts, 'schema', 'The store’s actual tables')}, with made-up rows, are public.</p>
${toTable({ label: 'How long', columns: ['Collected', 'A note is kept', 'Collected until'], numbers: [1], rows })}
${!offered.retention && html`<p>This version does not yet remove notes by itself when that time is over; ${configuration.controller.name} has to.</p>`}
<p>${
    facts.development
      ? 'This is a development site; its figures are worked out anew each time and not kept.'
      : `Figures made from the notes of a closed day, each from at least ${configuration.kThreshold} browsers, are anonymous and kept for good.`
  } In your own browser your answer is kept for ${DECISION_MONTHS} months.</p>`;
}

function howAnonymous({ metrics, configuration, development }: Facts): Html {
  const linked = metrics.filter(({ definition }) => definition.linkage === 'session');
  return html`<p>Your IP address and your browser’s name are not stored and not logged by Askfirst, and no cookie is set. There is no identifier: no field, key, order or mark joins two notes of one browser${linked.length > 0 ? ', with the exceptions below' : ''}.</p>
${
  linked.length > 0 &&
  html`<p>These carry a random number that joins the notes of one visit, and only of that visit:</p>
<ul>${linked.map(({ name, definition }) => html`<li><code>${name}</code>: ${definition.description}</li>\n`)}</ul>`
}
<p>${
    development
      ? 'This is a development site: its reports show every single visit.'
      : `In reports nobody is seen alone: a number is shown only if at least ${configuration.kThreshold} browsers stand behind it, and rarer things are put together with a larger one.`
  }</p>
<p>What cannot be promised: if you are the only visitor of a day, whoever sees that day’s notes knows they are yours. And somebody who secretly keeps copies of the store and compares them over time can see in which order notes came.</p>`;
}

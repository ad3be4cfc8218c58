/** Answers about what is collected: what, when, from where, where it lies, and whether it says who you are. */

import { DECISION_MONTHS } from '../../../contract/limits.ts';
import type { Facts } from '../facts.ts';
import { type Html, html } from '../html.ts';
import { toTable } from '../table.ts';
import type { PageWord } from '../words/page-words.ts';
import { say } from '../words/say.ts';
import { toCode, toRoute } from './links.ts';
import type { PageQuestion } from './question.ts';

/** GL-8 to GL-12. */
export const COLLECTING: readonly PageQuestion[] = [
  { id: 'GL-8', answer: whatIsCollected },
  { id: 'GL-9', answer: whenCollected },
  { id: 'GL-10', answer: fromWhere },
  { id: 'GL-11', answer: whereStored },
  { id: 'GL-12', answer: howAnonymous },
];

function whatIsCollected(facts: Facts): Html {
  const { metrics, configuration, words } = facts;
  const rows = metrics.map(({ name, definition }) => {
    const properties = Object.entries(definition.properties).map(
      ([property, { description }]) => html`<li>${toCode(property)}${description && `: ${description}`}</li>\n`,
    );
    return [
      html`${toCode(name)}<br>${definition.description}`,
      properties.length === 0 ? words.a8NothingMore : html`<ul>${properties}</ul>`,
    ];
  });
  const { never, timePrecision } = configuration;
  const dictionary = toRoute(facts, 'dictionary', words.a8Dictionary);
  return html`${
    metrics.length === 0
      ? html`<p>${words.a8Nothing}</p>`
      : toTable({ label: words.a8Label, columns: [words.a8What, words.a8Beside], rows })
  }
<p>${say(timePrecision === 'hour' ? words.a8EachHour : words.a8Each, { dictionary })}</p>
${never.length > 0 && html`<p>${words.a8Never}</p><ul>${never.map((entry) => html`<li>${entry}</li>\n`)}</ul>`}`;
}

/** What makes our own observers note something; metrics of the site say it themselves. */
const TRIGGERS: Readonly<Record<string, PageWord>> = {
  'page.view': 'a9PageView',
  'visit.start': 'a9VisitStart',
  'visit.pages': 'a9VisitPages',
  'visit.seconds': 'a9VisitSeconds',
  'visit.day': 'a9VisitDay',
};

function whenCollected({ metrics, configuration, words }: Facts): Html {
  const lines = metrics.map(({ name, definition }) => {
    const trigger = TRIGGERS[name];
    return html`<li>${toCode(name)}: ${trigger ? words[trigger] : definition.description}</li>\n`;
  });
  return html`<ul>${lines}</ul>
<p>${words.a9} ${configuration.timePrecision === 'hour' ? words.a9Hour : words.a9Day}</p>`;
}

function fromWhere({ site, configuration, words }: Facts): Html {
  const { ignore, templates } = configuration.paths;
  const list = (patterns: readonly string[]) =>
    html`<ul>${patterns.map((pattern) => html`<li>${toCode(pattern)}</li>\n`)}</ul>`;
  const places = { origin: site.origin, script: toCode(`${site.basePath}/askfirst.js`), site: toCode(site.name) };
  return html`<p>${say(words.a10, places)}</p>
${ignore.length > 0 && html`<p>${words.a10Ignored}</p>${list(ignore)}`}
<p>${say(words.a10Paths, { identifier: toCode(':id') })}${templates.length > 0 && ` ${words.a10Templates}`}</p>
${templates.length > 0 && list(templates)}`;
}

function whereStored(facts: Facts): Html {
  const { configuration, metrics, offered, words } = facts;
  const { place, region, backupMaxDays } = configuration.storage;
  const controller = configuration.controller.name;
  const where = [place, region].filter((part) => part !== undefined).join(', ');
  const rows = metrics.map(({ name, definition }) => [
    toCode(name),
    say(words.a11Days, { days: definition.retentionDays }),
    definition.expires === 'never' ? words.a11NoEnd : definition.expires,
  ]);
  const tables = toRoute(facts, 'schema', words.a11TablesLink);
  const columns = [words.a11Collected, words.a11Kept, words.a11Until];
  return html`<p>${
    where ? say(words.a11Place, { place: html`<strong>${where}</strong>` }) : say(words.a11NoPlace, { controller })
  } ${say(words.a11Backups, { days: backupMaxDays })} ${say(words.a11Tables, { tables })}</p>
${toTable({ label: words.a11Label, columns, numbers: [1], rows })}
${!offered.retention && html`<p>${say(words.a11NoRetention, { controller })}</p>`}
<p>${facts.development ? words.a11Development : say(words.a11Figures, { k: configuration.kThreshold })} ${say(
    words.a11Answer,
    { months: DECISION_MONTHS },
  )}</p>`;
}

function howAnonymous({ metrics, configuration, development, words }: Facts): Html {
  const linked = metrics.filter(({ definition }) => definition.linkage === 'session');
  return html`<p>${linked.length > 0 ? words.a12Except : words.a12}</p>
${
  linked.length > 0 &&
  html`<p>${words.a12Linked}</p>
<ul>${linked.map(({ name, definition }) => html`<li>${toCode(name)}: ${definition.description}</li>\n`)}</ul>`
}
<p>${development ? words.a12Development : say(words.a12Crowd, { k: configuration.kThreshold })}</p>
<p>${words.a12Limits}</p>`;
}

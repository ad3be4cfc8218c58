/** The dictionary as a page: every metric there is or was, with who decided what about it. */

import type { Dictionary, DictionaryEntry, MetricState } from '../registry/dictionary.ts';
import { CATEGORIES } from '../registry/metric-definition.ts';
import { QUESTIONS } from '../registry/review-process.ts';
import { type Content, type Html, html } from './html.ts';

/** What the states mean, in the order in which they are shown. */
const STATES: Readonly<Record<MetricState, string>> = {
  collected: 'Collected after a yes to its purpose',
  expired: 'Expired: no longer collected',
  withheld: 'Withheld: released once, and not collected as it stands now',
  proposed: 'Proposed: never released, not collected',
  removed: 'Removed: collected once, no longer',
};

/** The body of the page. */
export function toDictionaryBody(dictionary: Dictionary): Html {
  const { controller, metrics, scope, scopeDigest } = dictionary;
  return html`<header>
<h1>What ${controller} collects</h1>
<p class="quiet">Scope ${scope}, <code>${scopeDigest.slice(0, 16)}</code></p>
</header>
<main>
<p>Each metric below was written down and given a reason before anything was collected, and says who reviewed it. Nothing that
is not on this page is collected, and nothing on it is before a visitor said yes to its purpose.</p>
${Object.entries(STATES).map(([state, title]) => {
  const entries = metrics.filter((metric) => metric.state === state);
  return entries.length > 0 && html`<h2>${title}</h2>\n${entries.map(toEntry)}`;
})}
</main>`;
}

function toEntry(entry: DictionaryEntry): Html {
  const { name, description, why, purpose, category, linkage, linkedWith = [], owners, issues, retentionDays } = entry;
  const { state, since, review, history, digest, withheldWhy } = entry;
  const life = entry.expires === 'never' ? `Does not expire: ${entry.expiresWhy}` : `Until ${entry.expires}`;
  return html`<section id="${name}" aria-labelledby="${name}-name">
<h3 id="${name}-name"><code>${name}</code> <a class="anchor" href="#${name}" aria-label="Link to ${name}">#</a></h3>
<p>${description}</p>
<dl class="facts">
${withheldWhy && toFact('Not collected because', withheldWhy)}
${toFact('Why', why)}
${toFact('Purpose', purpose)}
${toFact('Category', `${category}: ${CATEGORIES[category]}`)}
${toFact('Carries', toProperties(entry))}
${toFact('Can be joined with', linkage === 'none' ? 'nothing' : `by visit, ${linkedWith.join(', ')}`)}
${toFact('Life', `${life}; each row is kept for ${retentionDays} days`)}
${toFact('Answerable', `design ${owners.design}, implementation ${owners.implementation}`)}
${
  issues.length > 0 &&
  toFact(
    'Asked for in',
    issues.map((issue) => html`<a href="${issue}">${issue}</a> `),
  )
}
${review && toFact('Review', toReview(review))}
${since !== undefined && state === 'collected' && toFact('Covered by a yes to', `scope ${since} or later`)}
${history.length > 0 && toFact('History', history.map(({ scope, date, change }) => `${change} in scope ${scope} (${date})`).join('; '))}
${digest && toFact('Digest', html`<code>${digest}</code>`)}
</dl>
</section>`;
}

function toFact(term: string, text: Content): Html {
  return html`<dt>${term}</dt><dd>${text}</dd>\n`;
}

function toProperties({ properties, distinct }: DictionaryEntry): Content {
  const list = Object.entries(properties).map(([name, property]) => {
    const values =
      property.type === 'choice'
        ? `: ${property.values.join(', ')}`
        : property.type === 'bucket'
          ? `: ${property.bounds.join(', ')}`
          : property.type === 'count'
            ? ` up to ${property.most}`
            : '';
    const counted = name === distinct && ' Counted by browser, once a day for each value.';
    return html`<li><code>${name}</code> (${property.type}${values}) ${property.description}${counted}</li>`;
  });
  return list.length > 0 ? html`<ul>${list}</ul>` : 'that it happened, and nothing more';
}

function toReview({ says, answers, escalations }: NonNullable<DictionaryEntry['review']>): Html {
  return html`${says}${escalations.map(
    ({ kind, name, outcome, cause }) => `; ${kind} review by ${name}: ${outcome} (${cause})`,
  )}<ul>${Object.entries(answers).map(([question, answer]) => html`<li>${toQuestionText(question)} <em>${answer}</em></li>`)}</ul>`;
}

/** What the steward was asked; an answer to what nobody asks any more keeps its short name. */
function toQuestionText(name: string): string {
  const asked: Readonly<Record<string, string>> = QUESTIONS;
  return Object.hasOwn(asked, name) ? (asked[name] ?? name) : `${name}:`;
}

/** The privacy page: who, what, why, until when and how to say no, printed from configuration and registry. */

import { type PageAnswer, toPage } from '../document.ts';
import { type Facts, toLocal } from '../facts.ts';
import { type Html, html } from '../html.ts';
import { CHOOSING } from './choosing.ts';
import { COLLECTING } from './collecting.ts';
import { toKeyFileForm } from './key-file-form.ts';
import { toContact, toLink, toRoute } from './links.ts';
import type { PageQuestion } from './question.ts';
import { RIGHTS } from './rights.ts';
import { TAKING_PART } from './taking-part.ts';

const LIST: PageQuestion = {
  id: 'GL-21',
  question: 'Where do I find a single answer, to send to somebody?',
  answer: toList,
};

/** Every question, in the order of its number. */
export const QUESTIONS: readonly PageQuestion[] = [...CHOOSING, ...COLLECTING, ...RIGHTS, ...TAKING_PART, LIST].sort(
  (a, b) => Number(a.id.slice(3)) - Number(b.id.slice(3)),
);

/** The page for one site. Rendered for each request: it is short, and never older than what it is about. */
export function toPrivacyPage(facts: Facts): PageAnswer {
  const { configuration, site } = facts;
  const body = html`<header>
<h1>How ${configuration.controller.name} counts visits</h1>
<p class="quiet">${site.name}</p>
</header>
<main>
${facts.development && html`<p class="notice"><strong>Development site.</strong> Its reports show every single visit at once.</p>`}
${toSummary(facts)}
<h2>Who is responsible</h2>
${toController(facts)}
${QUESTIONS.map(
  ({ id, question, answer }) =>
    html`<section id="${id}" aria-labelledby="${id}-question">
<h2 id="${id}-question">${question} <a class="anchor" href="#${id}" aria-label="${id}, address of this answer">${id}</a></h2>
${answer(facts)}
</section>\n`,
)}
${facts.offered.erasure && facts.offered.access && toKeyFileForm(site)}
<h2>For machines</h2>
<p>The same as data: ${toRoute(facts, 'manifest.json', 'manifest.json')}. Keys that sign receipts: ${toRoute(facts, 'keys.json', 'keys.json')}${
    facts.keyIds[0] && html`, at present <code>${facts.keyIds[0]}</code>`
  }.</p>
${toLedger(facts)}
</main>`;
  return toPage({
    language: 'en',
    title: `How ${configuration.controller.name} counts visits`,
    className: 'text',
    body,
  });
}

function toLedger(facts: Facts): Html | undefined {
  const [head] = facts.heads ?? [];
  if (!head) return undefined;
  return html`<h2 id="ledger">The ledger</h2>
<p>Releases, wordings, keys, the consents of each day (as one hash that tells nothing of anybody) and the number of requests of each month are entered in a ledger in which nothing can be changed unnoticed by whoever kept an earlier head. Its newest head, of ${head.day}, over ${head.size} entries: <code>${head.hash}</code>. Signed:</p>
<pre>${head.jws}</pre>
<p>Every receipt and certificate carries the head of its time. Earlier ones: ${toRoute(facts, 'ledger.atom', 'ledger.atom')}.</p>`;
}

function toSummary(facts: Facts): Html {
  const { configuration, metrics, scope } = facts;
  const titles = Object.values(configuration.purposes).map(({ title }) => toLocal(title, facts));
  return html`<p>Visits are counted only after a yes. Without one nothing leaves your browser.</p>
<ul>
<li>What for: ${titles.join('; ')}. <a href="#GL-2">Why</a></li>
<li>What: ${metrics.length} kinds of notes${scope && html`, fixed in scope ${scope.number} of ${scope.date}`}. <a href="#GL-8">All of them</a></li>
<li>Who you are: not asked, not stored, no identifier. <a href="#GL-12">What that means, and what it cannot</a></li>
<li>Where to: this site’s own server and nowhere else. <a href="#GL-11">Where and how long</a></li>
<li>Changing your mind: one press on “Analytics choice”, on any page. <a href="#GL-1">How</a></li>
</ul>`;
}

function toController({ configuration }: Facts): Html {
  const { name, address, contact, officer, authority } = configuration.controller;
  return html`<dl class="facts">
<dt>Controller</dt><dd>${name}${address && html`, ${address}`}</dd>
<dt>Contact</dt><dd>${toContact(contact)}</dd>
${officer && html`<dt>Data protection officer</dt><dd>${toContact(officer)}</dd>`}
${authority && html`<dt>Supervisory authority</dt><dd>${toLink(authority)}</dd>`}
</dl>`;
}

function toList({ site }: Facts): Html {
  return html`<p>Every answer has an address of its own that does not change, and can be printed. The page is at <code>${site.name}/privacy</code>:</p>
<ul class="answers">${QUESTIONS.map(({ id, question }) => html`<li><a href="#${id}">${id}</a> ${question}</li>\n`)}</ul>`;
}

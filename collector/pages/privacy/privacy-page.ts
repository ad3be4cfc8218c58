/** The privacy page: who, what, why, until when and how to say no, printed from configuration and registry in one of the site's languages. */

import { type PageAnswer, toPage } from '../document.ts';
import { type Facts, toLocal } from '../facts.ts';
import { type Html, html } from '../html.ts';
import { PAGE_WORDS } from '../words/page-words.ts';
import { say } from '../words/say.ts';
import { CHOOSING } from './choosing.ts';
import { COLLECTING } from './collecting.ts';
import { toKeyFileForm } from './key-file-form.ts';
import { toCode, toContact, toLink, toRoute } from './links.ts';
import { type PageQuestion, toQuestion } from './question.ts';
import { RIGHTS } from './rights.ts';
import { TAKING_PART } from './taking-part.ts';

const LIST: PageQuestion = { id: 'GL-21', answer: toList };

/** Every question, in the order of its number. */
export const QUESTIONS: readonly PageQuestion[] = [...CHOOSING, ...COLLECTING, ...RIGHTS, ...TAKING_PART, LIST].sort(
  (a, b) => Number(a.id.slice(3)) - Number(b.id.slice(3)),
);

/** The page for one site. Rendered for each request: it is short, and never older than what it is about. */
export function toPrivacyPage(facts: Facts): PageAnswer {
  const { configuration, site, words, wordsLanguage, language } = facts;
  const title = words.title.replace('{controller}', () => configuration.controller.name);
  const body = html`<header>
<h1>${title}</h1>
<p class="quiet">${site.name}</p>
</header>
${toLanguages(facts)}
<main>
${!sharesWords(language, wordsLanguage) && html`<p class="notice">${say(words.noWords, { language: toLanguageName(language, wordsLanguage) })}</p>`}
${facts.development && html`<p class="notice"><strong>${words.developmentTitle}</strong> ${words.development}</p>`}
${toSummary(facts)}
<h2>${words.responsible}</h2>
${toController(facts)}
${QUESTIONS.map(
  ({ id, answer }) =>
    html`<section id="${id}" aria-labelledby="${id}-question">
<h2 id="${id}-question">${toQuestion(id, words)} <a class="anchor" href="#${id}" aria-label="${say(words.anchorLabel, { id })}">${id}</a></h2>
${answer(facts)}
</section>\n`,
)}
${facts.offered.erasure && facts.offered.access && html`<div lang="en">${toKeyFileForm(site)}</div>`}
<h2>${words.machines}</h2>
<p>${say(words.machinesManifest, { manifest: toRoute(facts, 'manifest.json', 'manifest.json') })} ${toKeys(facts)}</p>
${toLedger(facts)}
</main>`;
  const alternates = languagesWithWords(facts).map((tag) => ({ language: tag, address: toAddress(facts, tag) }));
  return toPage(
    { language: wordsLanguage, title, className: 'text', body, alternates: [...alternates, ...toDefault(facts)] },
    200,
    { 'Content-Language': wordsLanguage },
  );
}

/** The page in other languages, each named in itself. One that has no words yet would be the same page again. */
function toLanguages(facts: Facts): Html | false {
  const tags = languagesWithWords(facts);
  if (tags.length < 2) return false;
  const links = tags.map((tag) => {
    const name = toLanguageName(tag, tag);
    return tag === facts.wordsLanguage
      ? html`<li lang="${tag}" aria-current="true">${name}</li>\n`
      : html`<li><a href="${toAddress(facts, tag)}" hreflang="${tag}" lang="${tag}">${name}</a></li>\n`;
  });
  return html`<nav class="screen" aria-label="${facts.words.languages}"><ul>${links}</ul></nav>`;
}

function languagesWithWords({ configuration }: Facts): readonly string[] {
  return configuration.languages.filter((tag) => Object.hasOwn(PAGE_WORDS, tag.split('-')[0] ?? ''));
}

/** `/askfirst/privacy/pt`: a language has an address of its own, to be sent to somebody. */
function toAddress({ site }: Facts, language: string): string {
  return `${site.basePath}/privacy/${language}`;
}

function toDefault({ site }: Facts) {
  return [{ language: 'x-default', address: `${site.basePath}/privacy` }];
}

function sharesWords(language: string, wordsLanguage: string): boolean {
  return language.split('-')[0] === wordsLanguage.split('-')[0];
}

function toLanguageName(tag: string, inLanguage: string): string {
  return new Intl.DisplayNames(inLanguage, { type: 'language' }).of(tag) ?? tag;
}

function toLedger(facts: Facts): Html | undefined {
  const { words, heads } = facts;
  const [head] = heads ?? [];
  if (!head) return undefined;
  const { day, size, hash, jws } = head;
  return html`<h2 id="ledger">${words.ledger}</h2>
<p>${say(words.ledgerWhat, { day, size, hash: toCode(hash) })}</p>
<pre>${jws}</pre>
<p>${say(words.ledgerKept, { feed: toRoute(facts, 'ledger.atom', 'ledger.atom') })}</p>`;
}

function toSummary(facts: Facts): Html {
  const { configuration, metrics, scope, words, buttons } = facts;
  const titles = Object.values(configuration.purposes).map(({ title }, at) => [at > 0 && '; ', toLocal(title, facts)]);
  const count = metrics.length;
  const what = scope
    ? say(words.summaryMetricsInScope, { count, scope: scope.number, date: scope.date })
    : say(words.summaryMetrics, { count });
  return html`<p>${words.summary}</p>
<ul>
<li>${say(words.summaryPurposes, { titles })} <a href="#GL-2">${words.summaryPurposesLink}</a></li>
<li>${what} <a href="#GL-8">${words.summaryMetricsLink}</a></li>
<li>${words.summaryIdentity} <a href="#GL-12">${words.summaryIdentityLink}</a></li>
<li>${words.summaryPlace} <a href="#GL-11">${words.summaryPlaceLink}</a></li>
<li>${say(words.summaryChange, buttons)} <a href="#GL-1">${words.summaryChangeLink}</a></li>
</ul>`;
}

function toController({ configuration, words }: Facts): Html {
  const { name, address, contact, officer, authority } = configuration.controller;
  return html`<dl class="facts">
<dt>${words.controller}</dt><dd>${name}${address && html`, ${address}`}</dd>
<dt>${words.contact}</dt><dd>${toContact(contact)}</dd>
${officer && html`<dt>${words.officer}</dt><dd>${toContact(officer)}</dd>`}
${authority && html`<dt>${words.authority}</dt><dd>${toLink(authority)}</dd>`}
</dl>`;
}

function toKeys(facts: Facts): Html {
  const { words, keyIds } = facts;
  const keys = toRoute(facts, 'keys.json', 'keys.json');
  const [key] = keyIds;
  return key ? say(words.machinesKeysNow, { keys, key: toCode(key) }) : say(words.machinesKeys, { keys });
}

function toList({ site, words }: Facts): Html {
  return html`<p>${say(words.a21, { page: toCode(`${site.name}/privacy`) })}</p>
<ul class="answers">${QUESTIONS.map(({ id }) => html`<li><a href="#${id}">${id}</a> ${toQuestion(id, words)}</li>\n`)}</ul>`;
}

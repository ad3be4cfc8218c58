/** Answers about who else is involved: how to have a say, who processes the data, and where each answer is found. */

import { tellScopeNews } from '../../registry/tell-news.ts';
import type { Facts } from '../facts.ts';
import { type Html, html } from '../html.ts';
import { toTable } from '../table.ts';
import type { PageWord } from '../words/page-words.ts';
import { say, toSeries } from '../words/say.ts';
import { toCode, toContact, toLink, toRoute } from './links.ts';
import type { PageQuestion } from './question.ts';

/** GL-5, GL-6, GL-17, GL-18 and GL-20. GL-21 is the page's own list of questions. */
export const TAKING_PART: readonly PageQuestion[] = [
  { id: 'GL-5', answer: howToTakePart },
  { id: 'GL-6', answer: whereFeedback },
  { id: 'GL-17', answer: whichAgreements },
  { id: 'GL-18', answer: whichExclusions },
  { id: 'GL-20', answer: whatMakerGets },
];

function howToTakePart(facts: Facts): Html {
  const { loaded, words, wordsLanguage, metrics } = facts;
  const isAllRead = metrics.every(({ approval }) => approval !== undefined);
  const { source } = loaded.configuration;
  const stewards = Object.keys(loaded.stewards);
  return html`<p>${say(isAllRead ? words.a5 : words.a5Unread, { dictionary: toRoute(facts, 'dictionary', words.a5Dictionary) })}${
    source && html` ${say(words.a5Source, { source: toLink(source) })}`
  }${stewards.length > 0 && html` ${say(words.a5Stewards, { stewards: toSeries(stewards, wordsLanguage) })}`}</p>
${toApprovals(facts)}
${toDiscussions(facts)}
${toNewestScope(facts)}`;
}

/** Who approved each metric: one line for each steward, and one for what no person has looked at. */
function toApprovals({ metrics, words, wordsLanguage }: Facts): Html | false {
  const lines = new Map<string, { readonly word: PageWord; readonly steward?: string; readonly metrics: Html[] }>();
  for (const { name, approval } of metrics) {
    const word = approval ? (approval.isByAuthor ? 'a5ApprovedByAuthor' : 'a5ApprovedBy') : 'a5Bootstrap';
    const key = `${word} ${approval?.steward}`;
    const line = lines.get(key) ?? { word, ...(approval && { steward: approval.steward }), metrics: [] };
    line.metrics.push(toCode(name));
    lines.set(key, line);
  }
  const said = [...lines.values()].map(
    ({ word, steward, metrics: names }) =>
      html`<li>${say(words[word], { steward, metrics: toSeries(names, wordsLanguage) })}</li>\n`,
  );
  return said.length > 0 && html`<ul>${said}</ul>`;
}

function toDiscussions({ metrics, words, wordsLanguage }: Facts): Html | false {
  const discussions = new Map<string, Html[]>();
  for (const { name, definition } of metrics)
    for (const issue of definition.issues) discussions.set(issue, [...(discussions.get(issue) ?? []), toCode(name)]);
  const said = [...discussions].map(
    ([issue, names]) => html`<li>${toLink(issue)}: ${toSeries(names, wordsLanguage)}</li>\n`,
  );
  return discussions.size > 0 && html`<p>${words.a5Issues}</p>\n<ul>${said}</ul>`;
}

const KINDS: Readonly<Record<NonNullable<Facts['scope']>['kind'], PageWord>> = {
  widening: 'kindWidening',
  narrowing: 'kindNarrowing',
  editorial: 'kindEditorial',
};

function toNewestScope(facts: Facts): Html {
  const { scope, words, wordsLanguage, loaded } = facts;
  if (!scope) return html`<p>${words.a5NoScope}</p>`;
  const feed = toRoute(facts, 'scopes.atom', words.a5Feed);
  const parts = { scope: scope.number, date: scope.date, kind: words[KINDS[scope.kind]], feed };
  const removed = toSeries(scope.removed.map(toCode), wordsLanguage);
  // All of a first scope is new, and is what the rest of the page tells.
  const news = scope.number > 1 ? tellScopeNews(scope, loaded, wordsLanguage) : [];
  return html`<p>${say(words.a5Scope, parts)}${scope.removed.length > 0 && html` ${say(words.a5Removed, { metrics: removed })}`}</p>
${news.length > 0 && html`<p>${words.a5News}</p>\n<ul>${news.map((text) => html`<li>${text}</li>\n`)}</ul>`}`;
}

function whereFeedback({ configuration, words }: Facts): Html {
  const { feedback, controller } = configuration;
  const whom = { controller: controller.name, contact: toContact(controller.contact) };
  return html`<p>${feedback ? say(words.a6Feedback, { ...whom, feedback: toLink(feedback) }) : say(words.a6, whom)}</p>`;
}

function whichAgreements(facts: Facts): Html {
  const { configuration, site, words } = facts;
  const today = configuration.processors.filter(({ until }) => !until || until > facts.today);
  return html`<p>${say(words.a17, { origin: site.origin, controller: configuration.controller.name })}</p>
${toProcessors(today, words.a17Label, facts)}
<p>${words.a17Record}</p>`;
}

function whichExclusions(facts: Facts): Html {
  const { configuration, words, wordsLanguage, metrics } = facts;
  const { ignore } = configuration.paths;
  const written = metrics
    .filter(({ definition }) => Object.values(definition.properties).some(({ type }) => type === 'text'))
    .map(({ name }) => toCode(name));
  const pages = toSeries(ignore.map(toCode), wordsLanguage);
  const forms = written.length > 0 ? say(words.a18Text, { metrics: toSeries(written, wordsLanguage) }) : words.a18Forms;
  return html`<p>${forms} ${say(words.a18Elements, { mark: toCode('data-askfirst-ignore') })} ${
    ignore.length > 0 ? say(words.a18Pages, { pages }) : words.a18NoPages
  }</p>
<p>${say(words.a18List, { feed: toRoute(facts, 'processors.atom', words.a5Feed) })}</p>
${toProcessors(configuration.processors, words.a18Label, facts)}`;
}

function toProcessors(processors: Facts['configuration']['processors'], label: string, { words }: Facts): Html {
  if (processors.length === 0) return html`<p>${words.a17Nobody}</p>`;
  const rows = processors.map(({ name, role, country, contract, since, until }) => [
    name,
    role,
    country,
    until ? say(words.a17SinceUntil, { since, until }) : say(words.a17Since, { since }),
    contract ? toLink(contract, words.a17ContractLink) : words.a17NoContract,
  ]);
  const columns = [words.a17Name, words.a17Role, words.a17Country, words.a17Time, words.a17Contract];
  return toTable({ label, columns, rows });
}

function whatMakerGets({ site, configuration, words }: Facts): Html {
  return html`<p>${say(words.a20, { site: site.name, controller: configuration.controller.name })}</p>`;
}

/** Answers about who else is involved: how to have a say, who processes the data, and where each answer is found. */

import type { Facts } from '../facts.ts';
import { type Html, html } from '../html.ts';
import { toTable } from '../table.ts';
import { toContact, toLink, toRoute, toSeries } from './links.ts';
import type { PageQuestion } from './question.ts';

/** GL-5, GL-6, GL-17, GL-18 and GL-20. GL-21 is the page's own list of questions. */
export const TAKING_PART: readonly PageQuestion[] = [
  { id: 'GL-5', question: 'How can I take part in what is collected?', answer: howToTakePart },
  { id: 'GL-6', question: 'Where does feedback go?', answer: whereFeedback },
  { id: 'GL-17', question: 'Does a vendor’s script send data? Which agreements are there?', answer: whichAgreements },
  { id: 'GL-18', question: 'What of service-desk data and sub-processors?', answer: whichExclusions },
  { id: 'GL-20', question: 'What does the maker of the software get?', answer: whatMakerGets },
];

function howToTakePart(facts: Facts): Html {
  const { loaded, metrics, scope } = facts;
  const stewards = Object.keys(loaded.stewards);
  const discussions = new Map<string, string[]>();
  for (const { name, definition } of metrics) {
    for (const issue of definition.issues) discussions.set(issue, [...(discussions.get(issue) ?? []), name]);
  }
  return html`<p>Nothing is collected that was not proposed in writing and approved ${
    stewards.length > 0 ? html`by a steward of this site (${toSeries(stewards)})` : 'by a steward of this site'
  }. Proposals, approvals and refusals are files in the site’s own repository${loaded.configuration.source && html`, ${toLink(loaded.configuration.source)}`}; ${toRoute(facts, 'dictionary', 'the dictionary')} shows them.</p>
${
  discussions.size > 0 &&
  html`<p>Where each was discussed, and where you can object:</p>
<ul>${[...discussions].map(([issue, names]) => html`<li>${toLink(issue)}: ${toSeries(names.map((name) => html`<code>${name}</code>`))}</li>\n`)}</ul>`
}
${
  scope
    ? html`<p>What is collected is frozen in numbered scopes. The newest is ${scope.number}, of ${scope.date}${toChange(scope)}. A yes to an earlier one covers only what was in that one; you are asked again about what came later. Every change is in ${toRoute(facts, 'scopes.atom', 'a feed')}.</p>`
    : html`<p>No scope has been released yet, so nothing is collected.</p>`
}`;
}

function toChange({ kind, added, removed }: NonNullable<Facts['scope']>): Html {
  const changes = [
    added.length > 0 && html`; new in it: ${toSeries(added.map((name) => html`<code>${name}</code>`))}`,
    removed.length > 0 && html`; removed: ${toSeries(removed.map((name) => html`<code>${name}</code>`))}`,
  ];
  return html` (${kind})${changes}`;
}

function whereFeedback({ configuration }: Facts): Html {
  const { feedback, controller } = configuration;
  return html`<p>${feedback ? html`To ${toLink(feedback)}, or` : 'To'} ${controller.name}, ${toContact(controller.contact)}.</p>`;
}

function whichAgreements(facts: Facts): Html {
  const { configuration, site } = facts;
  return html`<p>No. The script comes from ${site.origin} and sends to ${site.origin}; your browser refuses anything else. No vendor takes part, so there is no vendor to have an agreement with. ${configuration.controller.name} is the controller. These process data on its behalf today:</p>
${toProcessors(
  facts.configuration.processors.filter(({ until }) => !until || until > facts.today),
  'Processors today',
)}
<p>A record of processing (GDPR Art. 30) is made from the same configuration, for the controller to keep.</p>`;
}

function whichExclusions(facts: Facts): Html {
  const { ignore } = facts.configuration.paths;
  return html`<p>What people write into forms is never read: no metric can hold it. Elements under <code>data-askfirst-ignore</code> are hidden from every observer${
    ignore.length > 0
      ? html`, and so are whole pages: ${toSeries(ignore.map((pattern) => html`<code>${pattern}</code>`))}`
      : '; no whole pages are excluded'
  }.</p>
<p>Sub-processors are the list below, past ones included. Changes to it can be followed in ${toRoute(facts, 'processors.atom', 'a feed')}.</p>
${toProcessors(facts.configuration.processors, 'Processors, past and present')}`;
}

function toProcessors(processors: Facts['configuration']['processors'], label: string): Html {
  if (processors.length === 0) return html`<p>Nobody.</p>`;
  const rows = processors.map(({ name, role, country, contract, since, until }) => [
    name,
    role,
    country,
    `${since} to ${until ?? 'now'}`,
    contract ? toLink(contract, 'contract') : 'not published',
  ]);
  return toTable({ label, columns: ['Name', 'Role', 'Country', 'Time', 'Contract'], rows });
}

function whatMakerGets({ site, configuration }: Facts): Html {
  return html`<p>Nothing. Askfirst reports to nobody: neither the script nor the collector of ${site.name} calls home, and there is no address in them that they could call. What is collected stays with ${configuration.controller.name}.</p>`;
}

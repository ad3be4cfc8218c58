/** Answers about one's own data: to see it, to have it erased, to check the code that collects it. */

import type { Facts } from '../facts.ts';
import { type Html, html } from '../html.ts';
import { say } from '../words/say.ts';
import { toCode, toContact, toLink, toRoute } from './links.ts';
import type { PageQuestion } from './question.ts';

/** GL-13 to GL-16. */
export const RIGHTS: readonly PageQuestion[] = [
  { id: 'GL-13', answer: canISee },
  { id: 'GL-14', answer: canIReview },
  { id: 'GL-15', answer: howErased },
  { id: 'GL-16', answer: howAccessed },
];

function canISee({ configuration, offered, site, words, buttons }: Facts): Html {
  return html`<p>${configuration.buffer === 'off' ? words.a13Off : words.a13Before}</p>
<p>${offered.access ? say(words.a13After, { ...buttons, origin: site.origin }) : words.a13NotYet}</p>`;
}

function canIReview({ configuration, scriptDigest, site, words }: Facts): Html {
  const { source, controller } = configuration;
  const address = `${site.basePath}/askfirst.js`;
  const rebuilt = {
    commands: toCode('npm ci && npm run build'),
    configuration: html`<a href="${site.basePath}/site.json">site.json</a>`,
    placeholder: toCode('globalThis.__ASKFIRST_SITE__'),
  };
  return html`<p>${
    source ? say(words.a14Source, { source: toLink(source) }) : say(words.a14NoSource, { controller: controller.name })
  } ${words.a14Askfirst}</p>
${
  scriptDigest &&
  html`<p>${say(words.a14Script, { script: html`<a href="${address}">${toCode(address)}</a>`, integrity: toCode('integrity') })}</p>
<pre>sha256-${scriptDigest}</pre>
<p>${say(words.a14Rebuild, rebuilt)}</p>`
}`;
}

function howErased({ offered, configuration, words, buttons }: Facts): Html {
  const { controller, storage, kThreshold } = configuration;
  if (offered.erasure)
    return html`<p>${say(words.a15How, buttons)}</p>
<p>${say(words.a15What, { days: storage.backupMaxDays, k: kThreshold })}</p>`;
  const whom = { contact: toContact(controller.contact), controller: controller.name };
  return html`<p>${say(words.a15NotYet, { ...buttons, ...whom })}</p>`;
}

function howAccessed(facts: Facts): Html {
  const { offered, configuration, words, buttons } = facts;
  const { contact, officer, authority } = configuration.controller;
  const dictionary = toRoute(facts, 'dictionary', words.a5Dictionary);
  return html`<p>${
    offered.access ? say(words.a16, buttons) : say(words.a16NotYet, { contact: toContact(contact), dictionary })
  }</p>
<p>${words.a16Letter} ${officer && html`${say(words.a16Officer, { officer: toContact(officer) })} `}${
    authority && say(words.a16Authority, { authority: toLink(authority) })
  }</p>`;
}

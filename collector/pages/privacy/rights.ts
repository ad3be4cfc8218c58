/** Answers about one's own data: to see it, to have it erased, to check the code that collects it. */

import type { Facts } from '../facts.ts';
import { type Html, html } from '../html.ts';
import { toContact, toLink, toRoute } from './links.ts';
import type { PageQuestion } from './question.ts';

/** GL-13 to GL-16. */
export const RIGHTS: readonly PageQuestion[] = [
  { id: 'GL-13', question: 'Can I see what was collected from me?', answer: canISee },
  { id: 'GL-14', question: 'Can I review the code?', answer: canIReview },
  { id: 'GL-15', question: 'How is a request for erasure handled (GDPR Art. 17)?', answer: howErased },
  { id: 'GL-16', question: 'How is a request for access handled (GDPR Art. 15)?', answer: howAccessed },
];

function canISee({ configuration, offered, site }: Facts): Html {
  return html`<p>${configuration.buffer === 'off' ? 'Before you choose there is nothing to see: nothing is kept.' : 'Before you choose: yes, the banner lists each waiting note, in words and exactly as it would be sent, with a button that removes it.'}</p>
${
  offered.access
    ? html`<p>Afterwards: yes, under “Analytics choice” your browser fetches from ${site.origin} what the store holds of yours, note by note. Nobody else can, because only your browser has the random numbers that prove a note to be its own.</p>`
    : html`<p>Afterwards: your browser keeps the random number of each note that it sent, and only with those can a note be found. This version has no button that fetches the notes yet.</p>`
}`;
}

function canIReview({ configuration, scriptDigest, site }: Facts): Html {
  return html`<p>${configuration.source ? html`The site’s code: ${toLink(configuration.source)}.` : html`${configuration.controller.name} has not published the site’s code.`} Askfirst itself, on both ends, is free software under the Apache-2.0 licence.</p>
${
  scriptDigest &&
  html`<p>The script that runs here is <a href="${site.basePath}/askfirst.js"><code>${site.basePath}/askfirst.js</code></a>. SHA-256 of its bytes, as <code>integrity</code> would have it:</p>
<pre>sha256-${scriptDigest}</pre>
<p>To rebuild it: take the Askfirst release that the site names, run <code>npm ci &amp;&amp; npm run build</code>, and put the content of <a href="${site.basePath}/site.json">site.json</a>, in brackets, in the place of <code>globalThis.__ASKFIRST_SITE__</code>.</p>`
}`;
}

function howErased(facts: Facts): Html {
  const { offered, configuration } = facts;
  const { backupMaxDays } = configuration.storage;
  if (offered.erasure) {
    return html`<p>Press “Withdraw and erase” under “Analytics choice”, or use the form on this page with the key file that you saved. No account and no name is asked for: your browser proves which notes are its own.</p>
<p>They are removed at once and barred from coming back. You get a signed certificate of what was found and removed. Backups may hold copies for at most ${backupMaxDays} days more; a backup that is restored loses them before it is used. Figures already made from at least ${configuration.kThreshold} browsers stay; they are anonymous.</p>`;
  }
  return html`<p>Reject under “Analytics choice”: nothing more is collected, and what waited in your browser is destroyed. This version cannot yet remove notes that were sent before; it can be asked of ${toContact(configuration.controller.contact)}. Because nothing stored says whose a note is, ${configuration.controller.name} cannot find yours by your name (GDPR Art. 11).</p>`;
}

function howAccessed(facts: Facts): Html {
  const { offered, configuration } = facts;
  const { contact, officer, authority } = configuration.controller;
  return html`${
    offered.access
      ? html`<p>Under “Analytics choice” you get all notes of your browser and your receipts, with the meaning of each field, as one document. It takes seconds and needs no letter.</p>`
      : html`<p>This version has no button for it yet. Write to ${toContact(contact)}; you will be told what is collected in general, which is all on this page and in ${toRoute(facts, 'dictionary', 'the dictionary')}.</p>`
  }
<p>Nothing stored says whose a note is, so a letter with your name cannot be matched to notes, and you need not prove who you are (GDPR Art. 11 and 12). ${officer && html`Data protection officer: ${toContact(officer)}. `}${authority && html`You may complain to the supervisory authority: ${toLink(authority)}.`}</p>`;
}

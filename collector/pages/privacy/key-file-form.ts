/** The form for a key file, and the page that answers it: rights without JavaScript. */

import type { AccessAnswer, Certificate } from '../../../contract/rights.ts';
import { type PageAnswer, toPage } from '../document.ts';
import { type Html, html } from '../html.ts';
import { toTable } from '../table.ts';

/** The form, for the privacy page. */
export function toKeyFileForm(site: { readonly basePath: string }): Html {
  return html`<section id="key-file" aria-labelledby="key-file-title">
<h2 id="key-file-title">With a key file</h2>
<p>If you saved your key under “Analytics choice”, this form works in any browser and without JavaScript. Who has the file can see and erase what it names, so keep it to yourself. It is read, used and forgotten.</p>
<form class="question" method="post" action="${site.basePath}/privacy" enctype="multipart/form-data">
<label>Key file <input type="file" name="key" accept=".json,application/json" required></label>
<button name="action" value="see">See what is stored</button>
<button name="action" value="withdraw">Withdraw and erase</button>
<button name="action" value="erase">Erase, and keep the consent</button>
</form>
</section>`;
}

/** What the page of an answer is made of. */
export interface AnswerParts {
  readonly site: { readonly name: string; readonly basePath: string };
  /** Keys of the site, to go into what is downloaded. */
  readonly keys: readonly unknown[];
}

/** Everything the store holds under the key file. */
export function toSeenPage(answer: AccessAnswer, parts: AnswerParts): PageAnswer {
  const { events, receipts, meaning } = answer;
  const rows = events.map(({ day, hour, metric, id, properties, ...rest }) => [
    hour === undefined ? day : `${day}, ${hour} h`,
    html`<code>${metric}</code>`,
    html`<code>${JSON.stringify({ ...properties, ...rest })}</code>`,
    html`<code>${id}</code>`,
  ]);
  return page('What is stored under your key file', parts, [
    html`<p>${events.length === 0 ? 'Nothing is stored under this key file.' : `${events.length} notes are stored under this key file, and nothing else of them.`}</p>`,
    rows.length > 0 && toTable({ label: 'Notes', columns: ['Day', 'What', 'Exactly', 'Id'], rows }),
    html`<dl class="facts">${Object.entries(meaning).map(([name, text]) => html`<dt><code>${name}</code></dt><dd>${text}</dd>`)}</dl>`,
    html`<h2>Records of your consent</h2>
<p>${receipts.length === 0 ? 'None is stored under this key file.' : `${receipts.length}, as the collector keeps them:`}</p>
${receipts.map((receipt) => html`<pre>${JSON.stringify(receipt, null, 2)}</pre>`)}`,
    toDownload('my-data.json', { events, receipts, meaning }, 'Download all of this'),
  ]);
}

/** What was removed, with the certificate to keep. */
export function toCertifiedPage(jws: string, parts: AnswerParts): PageAnswer {
  // Signed by us a moment ago.
  const certificate = JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString()) as Certificate;
  const { state, kind, named, stores, barredUntil, backupsUntil, stays } = certificate;
  const names = { events: 'Notes', cells: 'Figures', consents: 'Records of your consent', preferences: 'Preferences' };
  const isFinal = state === 'final';
  const title = kind === 'withdrawal' ? 'Withdrawn and erased' : 'Erased';
  return page(isFinal ? title : 'Not done yet', parts, [
    !isFinal && html`<p class="notice">Something remains. Please send the form again.</p>`,
    toTable({
      label: 'What was removed',
      columns: ['', 'Found', 'Removed', 'Remaining', 'Removed before'],
      numbers: [1, 2, 3, 4],
      rows: stores.map(({ store, found, removed, remaining, erasedBefore }) => [
        names[store],
        found,
        removed,
        remaining,
        erasedBefore,
      ]),
    }),
    html`<p>Your key file named ${named} notes. They are barred from coming back until ${barredUntil}. Backups may hold copies until ${backupsUntil}; one that is put back loses them before it is used. ${stays}</p>
<p>This is signed. Keep it: <code>askfirst verify</code> checks it without asking this site.</p>`,
    toDownload('certificate.json', { certificate: jws, keys: parts.keys }, 'Download the certificate'),
    html`<pre>${jws}</pre>`,
    kind === 'withdrawal' &&
      html`<p>A browser that still says yes collects anew from its next page on: reject there under “Analytics choice” too.</p>`,
  ]);
}

/** Why nothing was done. */
export function toRefusedPage(why: string, parts: AnswerParts): PageAnswer {
  return page('Nothing was done', parts, [html`<p class="notice">${why}</p>`], 400);
}

function page(title: string, { site }: AnswerParts, content: readonly (Html | false)[], status = 200): PageAnswer {
  const body = html`<header>
<h1>${title}</h1>
<p class="quiet">${site.name}</p>
</header>
<main>
${content}
<p><a href="${site.basePath}/privacy">Back to the privacy page</a></p>
</main>`;
  return toPage({ language: 'en', title, className: 'text', body }, status);
}

/** A file inside the page: nothing is asked of the server a second time, and nothing is kept there for it. */
function toDownload(name: string, value: unknown, text: string): Html {
  const data = Buffer.from(`${JSON.stringify(value, null, 2)}\n`).toString('base64');
  return html`<p><a download="${name}" href="data:application/json;base64,${data}">${text}</a></p>`;
}

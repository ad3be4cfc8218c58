/** The page that asks for the admin token. */

import { type PageAnswer, toPage } from './document.ts';
import { html } from './html.ts';

/** @param refusal why the last try failed */
export function toSignInPage(refusal?: string): PageAnswer {
  const body = html`<main>
<h1>Askfirst reports</h1>
<p>Sign in with the admin token. It was made at the first start and lies in the collector’s data folder, in the file <code>admin-token</code>.</p>
${refusal && html`<p class="notice" role="alert">${refusal}</p>`}
<form class="question" method="post" action="/sign-in">
<label>Token <input type="password" size="46" name="token" required autocomplete="current-password" spellcheck="false"></label>
<button>Sign in</button>
</form>
</main>`;
  return toPage({ language: 'en', title: 'Sign in – Askfirst reports', body }, 401, { 'WWW-Authenticate': 'Bearer' });
}

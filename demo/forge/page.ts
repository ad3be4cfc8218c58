import { type Html, html } from '../html.ts';
import type { Person } from './people.ts';

/** The name over the door. */
export const FORGE_NAME = 'Forge';

/** Where everything of the forge lies. */
export const FORGE_PATH = '/forge';

/** What a page needs to be drawn. */
export interface ForgePage {
  readonly title: string;
  readonly main: Html;
  readonly path: string;
  readonly person: Person | undefined;
  /** The person's subject token. */
  readonly token: string | undefined;
  readonly nonce: string;
}

/** A whole page as text. The script tag says who is here; without somebody it waits and keeps nothing. */
export function drawForgePage({ title, main, path, person, token, nonce }: ForgePage): string {
  const link = (to: string, name: string) =>
    html`<a href="${FORGE_PATH}${to}"${path === to ? html` aria-current="page"` : ''}>${name}</a>`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${FORGE_NAME}</title>
<meta name="description" content="A small forge of an invented company, to show Askfirst where people sign in.">
<link rel="icon" href="${FORGE_PATH}/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${FORGE_PATH}/forge.css">
<script defer src="${FORGE_PATH}/askfirst/askfirst.js" referrerpolicy="no-referrer" nonce="${nonce}"${token && html` data-subject="${token}"`}></script>
${person && html`<script type="module" src="${FORGE_PATH}/forge.js" nonce="${nonce}"></script>`}
</head>
<body>
<a class="skip" href="#main">Skip to the work</a>
<header>
<a class="name" href="${FORGE_PATH}/">${FORGE_NAME}</a>
<nav aria-label="Forge">
${person && link('/', 'Groups')}
${person && link('/service-desk', 'Service desk')}
${person?.role === 'admin' && link('/admin', 'Administration')}
</nav>
${
  person
    ? html`<form class="who" method="post" action="${FORGE_PATH}/sign-out"><span>${person.name}</span><button>Sign out</button></form>`
    : html`<span class="who">Nobody is signed in</span>`
}
</header>
<main id="main">
${main}
</main>
<footer>
<p>${FORGE_NAME} is the demonstration of an app with signed-in people. Nobody and nothing in it exists.</p>
<p><a href="${FORGE_PATH}/askfirst/privacy">Privacy page</a>${person && html` · <a href="${FORGE_PATH}/askfirst/privacy#GL-19">My employer agreed. What if I do not?</a>`}</p>
<noscript><p>Your browser runs no scripts, so nothing about your visit is recorded.</p></noscript>
</footer>
</body>
</html>
`.text;
}

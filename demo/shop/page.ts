import { type Html, html } from '../html.ts';
import type { CartLine } from './cart.ts';
import { CATEGORIES } from './goods.ts';
import { MARK } from './pictures.ts';

/** The name over the door. */
export const SHOP_NAME = 'Tern & Tide';

/** What a page needs to be drawn. */
export interface PageContent {
  readonly title: string;
  readonly main: Html;
  /** Path of the page, so that the navigation can mark where the visitor is. */
  readonly path: string;
  readonly query?: string;
  readonly cart: readonly CartLine[];
  readonly nonce: string;
  /** A script of the shop's own that this page needs. */
  readonly script?: string;
}

/**
 * The policy of UI-G1 with what a shop of forms adds: nothing from elsewhere, no inline style, no string turned into code
 * or markup. Whatever Askfirst does in these pages it does under this.
 */
export function toContentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

/** A whole page as text. */
export function drawPage({ title, main, path, query = '', cart, nonce, script }: PageContent): string {
  const count = cart.reduce((sum, line) => sum + line.count, 0);
  const link = (to: string, name: string) =>
    html`<a href="${to}"${path === to || path.startsWith(`${to}/`) ? html` aria-current="page"` : ''}>${name}</a>`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${SHOP_NAME}</title>
<meta name="description" content="A small shop of invented things, to show Askfirst at work.">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/shop.css">
<script defer src="/askfirst/askfirst.js" referrerpolicy="no-referrer" nonce="${nonce}"></script>
${script ? html`<script type="module" src="${script}" nonce="${nonce}"></script>` : ''}
</head>
<body>
<a class="skip" href="#main">Skip to the goods</a>
<header class="top">
<a class="name" href="/">${MARK}<span>${SHOP_NAME}</span></a>
<nav aria-label="Shop">
${CATEGORIES.map((category) => link(`/goods/${category.slug}`, category.name))}
${link('/guide', 'Guide')}
${link('/about', 'About')}
</nav>
<form class="search" role="search" action="/search">
<label class="unseen" for="q">Search the goods</label>
<input id="q" name="q" type="search" placeholder="Search" value="${query}" autocomplete="off">
</form>
<a class="basket" href="/cart">Cart <span class="count">${count}</span></a>
</header>
<main id="main">
${main}
</main>
<footer class="bottom">
<p>${SHOP_NAME} is a demonstration. Nothing here exists, nothing can be bought, and nothing on these pages comes from
anywhere but this server.</p>
<p>How this shop counts its visits, and what happens if you say no: <a href="/askfirst/privacy">privacy page</a>.</p>
<noscript><p>Your browser runs no scripts, so nothing about your visit is recorded.</p></noscript>
</footer>
</body>
</html>
`.text;
}

/** The pages that show goods: home, a shelf, one thing, search results. */

import { type Html, html } from '../../html.ts';
import { CATEGORIES, type Category, findCategory, GOODS, type Good } from '../goods.ts';
import { drawGood, HARBOUR } from '../pictures.ts';

/** `picked` makes a click on a card count as a result that somebody opened. */
const drawCards = (goods: readonly Good[], picked = false): Html => html`<ul class="cards">
${goods.map(
  (
    good,
  ) => html`<li class="card"><a href="/goods/${good.category}/${good.slug}"${picked ? html` data-askfirst-event="search.pick" data-askfirst-good="${good.slug}"` : ''}>
${drawGood(good.slug)}
<span class="title">${good.name}</span>
<span class="line">${good.line}</span>
<span class="price">€${good.price}</span>
</a></li>`,
)}
</ul>`;

/** The first page. */
export function drawHome(): Html {
  const chosen = ['pocket-lighthouse', 'honest-mug', 'umbrella-for-two-winds', 'fog-bell'];
  return html`<section class="hero">${HARBOUR}
<div class="welcome"><h1>Small useful things that do not exist</h1>
<p>Made by nobody, in a harbour that is on no map, for people who would have liked one.</p>
<p><a class="button" href="/goods/lights">See the lights</a></p></div></section>
<section><h2>This week on the window sill</h2>
${drawCards(GOODS.filter((good) => chosen.includes(good.slug)))}</section>
<section><h2>The shelves</h2><ul class="shelves">
${CATEGORIES.map(
  (category) => html`<li><a href="/goods/${category.slug}"><strong>${category.name}</strong> ${category.line}</a></li>`,
)}
</ul></section>`;
}

/** One shelf. */
export function drawCategory(category: Category): Html {
  return html`<section><h1>${category.name}</h1><p class="lead">${category.line}</p>
${drawCards(GOODS.filter((good) => good.category === category.slug))}</section>`;
}

/**
 * One thing. The button says which metric a click on it is, and carries the one property that metric has; the form works
 * without any script.
 */
export function drawProduct(good: Good): Html {
  const shelf = findCategory(good.category);
  return html`<nav class="crumbs" aria-label="Where you are"><a href="/">Shop</a> › <a href="/goods/${good.category}">${shelf?.name}</a></nav>
<article class="product">
<div class="frame">${drawGood(good.slug)}</div>
<div><h1>${good.name}</h1><p class="lead">${good.line}</p><p>${good.text}</p>
<p class="price">€${good.price}</p>
<form method="post" action="/cart"><input type="hidden" name="add" value="${good.slug}">
<button class="button" data-askfirst-event="cart.add" data-askfirst-category="${good.category}">Add to cart</button></form>
<p class="small">Delivered never, free of charge. <a href="/guide/delivery">How that works</a></p></div>
</article>
<section><h2>From the same shelf</h2>
${drawCards(GOODS.filter((other) => other.category === good.category && other !== good))}</section>`;
}

/** What a search found. */
export function drawResults(query: string, found: readonly Good[]): Html {
  const counted = found.length === 1 ? '1 thing' : `${found.length} things`;
  return html`<section><h1>Search</h1>
<p class="lead">${query ? html`${counted} for “${query}”.` : 'Write a word into the field above: bell, brass, tea.'}</p>
<p class="small">What you search for stays between you and this page: Askfirst never sees the part of an address after the question mark.</p>
${drawCards(found, true)}</section>`;
}

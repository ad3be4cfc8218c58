/** The cart, and the order that follows from it. */

import { type Html, html } from '../../html.ts';
import type { CartLine } from '../cart.ts';
import { drawGood } from '../pictures.ts';

/** The cart with a button to take a thing out and one to pretend to order. */
export function drawCart(cart: readonly CartLine[]): Html {
  if (cart.length === 0)
    return html`<section><h1>Your cart</h1><p class="lead">It is empty, and that is fine.</p>
<p><a class="button" href="/">Look around</a></p></section>`;
  const total = cart.reduce((sum, line) => sum + line.good.price * line.count, 0);
  return html`<section><h1>Your cart</h1><ul class="lines">
${cart.map(
  ({ good, count }) => html`<li>${drawGood(good.slug)}
<span><a href="/goods/${good.category}/${good.slug}">${good.name}</a><br><span class="small">${count} × €${good.price}</span></span>
<form method="post" action="/cart"><input type="hidden" name="remove" value="${good.slug}"><button class="quiet">Take one out<span class="unseen">: ${good.name}</span></button></form></li>`,
)}
</ul>
<p class="total">Together <strong>€${total}</strong></p>
<form method="post" action="/orders"><button class="button" data-askfirst-event="order.place">Pretend to order</button></form>
<p class="small">No address, no name, no card: there is nothing to fill in.</p></section>`;
}

/** Thanks for an order. Its number is in the address, where a report must never show it. */
export function drawOrder(number: string): Html {
  return html`<section><h1>Thank you</h1><p class="lead">Order ${number} is not on its way.</p>
<p>This page's address holds the number of an order. In the report it will be <code>/orders/:id</code>: what looks like an
identifier is taken out before anything is recorded.</p>
<p><a class="button" href="/">Back to the shop</a></p></section>`;
}

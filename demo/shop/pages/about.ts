import { type Html, html } from '../../html.ts';

/** What this shop is for, in the words of somebody who runs one. */
export function drawAbout(): Html {
  return html`<section class="prose"><h1>About</h1>
<p class="lead">Tern & Tide is a shop front without a shop.</p>
<p>It is here so that you can see what a visitor of a site with Askfirst sees. Look around, open a second tab, use the back
button. Until you say yes, what would be counted waits in this browser, and you can read it there, note by note.</p>
<p>Say no, and those notes are destroyed. Say yes, and they go to this server, under this address, and nowhere else.
Either way the shop is the same.</p>
<h2>Things to try</h2>
<ul>
<li>Open the network panel of your browser's developer tools before you answer. You will find files that are loaded, and nothing that is sent.</li>
<li>Answer no, and look into the storage panel: one record that says “denied” and the day.</li>
<li>Answer yes in this browser, then open the report on the other port that the command printed.</li>
</ul>
<p>All names, goods and pictures were made up for this page.</p></section>`;
}

/** For an address that leads nowhere. */
export function drawNotFound(): Html {
  return html`<section><h1>There is nothing here</h1><p class="lead">Which, in this shop, is true of most things.</p>
<p><a class="button" href="/">To the first page</a></p></section>`;
}

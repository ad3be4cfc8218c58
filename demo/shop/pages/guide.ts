/** The single-page section: every chapter is in the page, the script shows one and writes its address into the history. */
import { type Html, html } from '../../html.ts';

/** One chapter of the guide; the first is the guide's own address. */
export interface Chapter {
  readonly path: string;
  readonly name: string;
  readonly paragraphs: readonly string[];
}

/** The chapters, in reading order. */
export const CHAPTERS: readonly Chapter[] = [
  {
    path: '/guide',
    name: 'Choosing',
    paragraphs: [
      'Begin with the hour of the day at which you would use it. Lights are for evenings, the kitchen shelf is for mornings, and weather comes when it wants.',
      'If two things seem right, take the one you would not mind lending.',
    ],
  },
  {
    path: '/guide/delivery',
    name: 'Delivery',
    paragraphs: [
      'Nothing is delivered. We have found this to be quicker, cheaper and kinder to the roads than any other method.',
      'Where a parcel would have come through the door, a small silence does. Some of our customers keep it.',
    ],
  },
  {
    path: '/guide/care',
    name: 'Care',
    paragraphs: [
      'Dust does not settle on what is not there. Should you own something similar, a soft cloth and warm water will do.',
      'Brass goes dark with the years. That is not a fault, and there is no cream for it in our shop.',
    ],
  },
  {
    path: '/guide/returns',
    name: 'Returns',
    paragraphs: [
      'You can return anything at any time, without giving a reason, in the same number of steps it took to get it.',
      'We think that is how agreements should work in general.',
    ],
  },
];

/** The guide, open at one chapter. Works without the script, by ordinary links. */
export function drawGuide(open: Chapter): Html {
  return html`<section class="guide"><h1>Guide</h1>
<nav class="tabs" aria-label="Chapters">
${CHAPTERS.map(
  (chapter) => html`<a href="${chapter.path}"${chapter === open ? html` aria-current="page"` : ''}>${chapter.name}</a>`,
)}
</nav>
${CHAPTERS.map(
  (chapter) => html`<article data-chapter="${chapter.path}"${chapter === open ? '' : html` hidden`}>
<h2 tabindex="-1">${chapter.name}</h2>
${chapter.paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)}
</article>`,
)}
<p class="small">These chapters change without loading a page: the address is written by the History API, and each chapter
counts as one page view.</p></section>`;
}

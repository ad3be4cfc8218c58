import { type Html, html } from '../html.ts';

/** Drawings by slug: shapes on a field of 120 × 120, in the colours of the style sheet. */
const SHAPES: Readonly<Record<string, Html>> = {
  'pocket-lighthouse': html`<path class="sun" d="M60 36 L112 18 L112 54 Z" opacity=".55"/><path class="paper" d="M50 44 h20 l7 60 h-34 z"/><path class="coral" d="M48.5 60 h23 l1.6 14 h-26.2 z M45.6 86 h28.8 l1.2 10 h-31.2 z"/><rect class="ink" x="48" y="40" width="24" height="5" rx="1"/><rect class="sun" x="52" y="28" width="16" height="12"/><path class="ink" d="M48 28 L60 18 L72 28 Z"/>`,
  'stair-moon': html`<circle class="paper" cx="60" cy="60" r="32"/><path class="sun" d="M60 28 a32 32 0 0 1 0 64 a22 32 0 0 0 0 -64"/><circle class="shade" cx="46" cy="52" r="4"/><circle class="shade" cx="52" cy="70" r="6"/><path class="ink" d="M18 100 h20 v-4 h20 v-4 h44 v12 h-84 z" opacity=".9"/>`,
  'reading-comet': html`<path class="stroke" d="M22 100 C24 60 44 36 78 34"/><path class="sun" d="M70 42 L96 48 L86 92 L40 92 Z" opacity=".45"/><circle class="coral" cx="82" cy="36" r="13"/><circle class="sun" cx="82" cy="36" r="6"/><path class="paper" d="M30 92 q18 -8 32 0 q14 -8 32 0 v10 q-18 -8 -32 0 q-14 -8 -32 0 z"/>`,
  'patient-kettle': html`<path class="stroke" d="M38 50 C38 18 82 18 82 50"/><path class="coral" d="M36 50 h48 c12 18 12 36 6 50 h-60 c-6 -14 -6 -32 6 -50 z"/><path class="coral" d="M86 66 l18 -14 l6 5 l-18 24 z"/><rect class="ink" x="48" y="44" width="24" height="7" rx="3"/><path class="light" d="M40 62 q-6 16 -2 30" fill="none"/>`,
  'honest-mug': html`<path class="stroke" d="M82 54 c22 -4 22 32 -2 30"/><path class="sea" d="M34 40 h50 v52 a10 10 0 0 1 -10 10 h-30 a10 10 0 0 1 -10 -10 z"/><g class="paper"><rect x="54" y="48" width="10" height="8" rx="2"/><rect x="54" y="61" width="10" height="8" rx="2"/></g><g class="sun"><rect x="54" y="74" width="10" height="8" rx="2"/><rect x="54" y="87" width="10" height="8" rx="2"/></g><path class="stroke" d="M46 32 q-4 -6 0 -12 M60 32 q-4 -6 0 -12 M74 32 q-4 -6 0 -12" opacity=".5"/>`,
  'crumb-shepherd': html`<path class="sea" d="M24 52 q36 -26 72 0 l-4 12 h-64 z"/><path class="sun" d="M28 64 h64 l4 26 h-72 z"/><path class="stroke" d="M36 66 v22 M48 66 v22 M60 66 v22 M72 66 v22 M84 66 v22" opacity=".55"/><g class="coral"><circle cx="30" cy="100" r="3"/><circle cx="52" cy="103" r="2"/><circle cx="74" cy="100" r="3"/><circle cx="94" cy="102" r="2"/></g>`,
  'umbrella-for-two-winds': html`<path class="stroke" d="M60 24 v66 q0 12 10 12 q9 0 9 -9"/><path class="sea" d="M18 68 a42 30 0 0 1 84 0 q-10 -8 -21 0 q-10 -8 -21 0 q-10 -8 -21 0 q-11 -8 -21 0z"/><path class="coral" d="M34 44 a26 20 0 0 1 52 0 q-13 -6 -26 0 q-13 -6 -26 0z"/>`,
  'rain-gauge': html`<path class="paper" d="M44 20 h32 v76 a6 6 0 0 1 -6 6 h-20 a6 6 0 0 1 -6 -6 z"/><path class="sea" d="M44 62 q8 -5 16 0 t16 0 v34 a6 6 0 0 1 -6 6 h-20 a6 6 0 0 1 -6 -6 z"/><path class="stroke" d="M76 34 h-8 M76 48 h-12 M76 62 h-8 M76 76 h-12" /><path class="sea" d="M26 34 q-6 9 0 12 q6 -3 0 -12z M96 50 q-6 9 0 12 q6 -3 0 -12z M92 20 q-5 7 0 10 q5 -3 0 -10z"/>`,
  'fog-bell': html`<path class="stroke" d="M60 16 v14 M60 88 v12"/><path class="sun" d="M36 82 c10 -10 6 -46 24 -52 c18 6 14 42 24 52 z"/><rect class="ink" x="32" y="80" width="56" height="6" rx="3"/><path class="paper" d="M60 96 l16 14 h-32 z"/><path class="light" d="M14 44 h22 M8 58 h18 M86 50 h24 M92 64 h18" fill="none"/>`,
};

/** The drawing of one thing, hidden from screen readers because its name stands beside it. */
export function drawGood(slug: string): Html {
  return html`<svg class="picture" viewBox="0 0 120 120" aria-hidden="true" focusable="false">${SHAPES[slug]}</svg>`;
}

/** The picture at the top of the first page: a harbour in the morning. */
export const HARBOUR: Html = html`<svg class="harbour" viewBox="0 0 600 300" aria-hidden="true" focusable="false" preserveAspectRatio="xMidYMid slice">
<rect class="sky" width="600" height="300"/><circle class="sun" cx="262" cy="160" r="50"/>
<path class="hill" d="M0 190 q90 -70 190 -30 q70 -50 150 0 q120 -60 260 10 v130 h-600 z"/>
<path class="sea" d="M0 210 h600 v90 h-600 z"/><path class="glint" d="M300 236 h40 M150 262 h50"/>
<g transform="translate(84 74)"><path class="sun" d="M22 8 L190 -30 L190 46 Z" opacity=".5"/><path class="paper" d="M8 24 h28 l12 112 h-52 z"/><path class="coral" d="M5.2 50 h33.6 l2.8 26 h-39.2 z M0.9 96 h42.2 l2.6 24 h-47.4 z"/><rect class="ink" x="4" y="18" width="36" height="7"/><rect class="sun" x="12" y="2" width="20" height="16"/><path class="ink" d="M6 2 L22 -12 L38 2 Z"/></g>
<g transform="translate(196 192)"><path class="ink" d="M0 34 h72 l-14 18 h-46 z"/><path class="paper" d="M38 -34 v62 h32 z"/><path class="coral" d="M34 -22 v50 h-26 z"/></g></svg>`;

/** The mark beside the name. */
export const MARK: Html = html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><circle class="coral" cx="16" cy="16" r="15"/><path class="paper" d="M6 20 q5 -6 10 0 t10 0 v3 q-5 -6 -10 0 t-10 0 z"/><path class="paper" d="M15 5 v11 h-8 z M17 7 v9 h7 z"/></svg>`;

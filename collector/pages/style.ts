/** The look of every page: system type, one column of text, real tables. Light, dark and paper. */

/** Goes into the document as it stands; its hash is the only style that the policy lets in. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ink: #1d2126; --quiet: #59616b; --paper: #fdfdfc; --line: #dcdfe3; --field: #fff; --link: #0b57a4; --notice: #f5efdc;
}
@media (prefers-color-scheme: dark) {
  :root { --ink: #e5e7ea; --quiet: #a3abb5; --paper: #16181b; --line: #363b42; --field: #1f2226; --link: #8fc1ff; --notice: #332d1a; }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 1.5rem clamp(1rem, 4vw, 2.5rem) 4rem; max-width: 70rem;
  font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', sans-serif; color: var(--ink); background: var(--paper);
}
body.text { max-width: 50rem; }
h1 { font-size: 1.5rem; line-height: 1.25; font-weight: 600; margin: 0 0 .25rem; }
h2 { font-size: 1.125rem; line-height: 1.35; font-weight: 600; margin: 2.5rem 0 .5rem; }
h3 { font-size: 1rem; font-weight: 600; margin: 1.75rem 0 .25rem; }
p, ul, ol, dl { margin: .5rem 0; max-width: 42rem; }
ul, ol { padding-inline-start: 1.25rem; }
li { margin: .2rem 0; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.quiet { color: var(--quiet); }
.small { font-size: .875rem; }
.notice { background: var(--notice); padding: .6rem .9rem; border-radius: .25rem; max-width: none; }
header { display: flex; flex-wrap: wrap; gap: .25rem 2rem; justify-content: space-between; align-items: baseline; }
header p { margin: 0; }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; max-width: none; }
code { font: .875em/1.4 ui-monospace, 'SFMono-Regular', Menlo, Consolas, monospace; overflow-wrap: anywhere; }
pre { font: .8125rem/1.5 ui-monospace, 'SFMono-Regular', Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; padding: .75rem .9rem; border: 1px solid var(--line); border-radius: .25rem; }
td code, th code { white-space: nowrap; overflow-wrap: normal; }
dt { font-weight: 600; margin-top: .75rem; }
dd { margin: 0; overflow-wrap: anywhere; }
.anchor { font-size: .75rem; font-weight: 400; color: var(--quiet); text-decoration: none; white-space: nowrap; }
dl.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .2rem 1.5rem; }
dl.facts dt { font-weight: 400; color: var(--quiet); margin: 0; }
h3 code { font-size: 1rem; }
h2 code { font-size: 1rem; font-weight: 600; }
td > ul, dd > ul { list-style: none; padding: 0; margin: 0; }
section:target > h2 { text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: .3em; }
form.question { display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: end; margin: 1.25rem 0 1rem; padding-block: 1rem; border-block: 1px solid var(--line); }
label { display: grid; gap: .2rem; font-size: .875rem; color: var(--quiet); min-width: 0; }
input, select, button { font: inherit; color: var(--ink); background: var(--field); border: 1px solid var(--quiet); border-radius: .25rem; padding: .35rem .6rem; min-height: 2.5rem; max-width: 100%; }
button { cursor: pointer; padding-inline: 1.1rem; }
button.link { border: 0; padding: 0; min-height: 0; background: none; color: var(--link); text-decoration: underline; text-underline-offset: .15em; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 3.5rem; align-items: start; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: start; color: var(--quiet); font-size: .875rem; padding-bottom: .4rem; }
th, td { text-align: start; vertical-align: baseline; padding: .3rem 1.25rem .3rem 0; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-inline-end: 0; }
thead th { font-weight: 600; font-size: .875rem; vertical-align: bottom; }
tbody th { font-weight: 400; }
th.number, td.number { text-align: end; white-space: nowrap; }
td.number .quiet { font-size: .875rem; }
th.day { white-space: nowrap; }
caption.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; padding: 0; }
td.path, th.path { overflow-wrap: anywhere; }
tfoot th, tfoot td { border-bottom: 0; font-weight: 600; }
@media (max-width: 30rem) { th, td { padding-inline-end: .75rem; } dl.facts { display: block; } dl.facts dt { margin-top: .5rem; font-size: .875rem; } body { font-size: .9375rem; } }
@media (max-width: 50rem) { .columns { grid-template-columns: minmax(0, 1fr); } }
@media print {
  :root { --ink: #000; --quiet: #333; --paper: #fff; --line: #999; --link: #000; --notice: #fff; color-scheme: light; }
  body, body.text { max-width: none; padding: 0; font-size: 10.5pt; }
  p, ul, ol, dl { max-width: none; }
  form, .screen { display: none; }
  h2, h3 { break-after: avoid; }
  tr, dt { break-inside: avoid; }
  .notice { border: 1px solid; }
  a.named::after { content: ' (' attr(href) ')'; overflow-wrap: anywhere; }
}
`;

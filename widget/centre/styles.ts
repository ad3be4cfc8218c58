/**
 * The look of the centre. System colours make light, dark and forced colours of one rule set; logical properties make right
 * to left of left to right. Nothing moves, so there is no motion to reduce. The two answers share one rule.
 */
export const STYLES = `
:host{all:initial!important}
dialog{box-sizing:border-box;inline-size:min(44em,100vw - 24px);max-inline-size:none;block-size:min(46em,100dvh - 24px);max-block-size:none;padding:0;
flex-direction:column;overflow:auto;color-scheme:light dark;color:CanvasText;background:Canvas;border:1px solid GrayText;border-radius:12px;
font:max(1rem,16px)/1.5 system-ui;overflow-wrap:anywhere}
dialog[open]{display:flex}
dialog::backdrop{background:#0008}
:host([dir=rtl]) dialog{direction:rtl}
.head{display:flex;align-items:center;justify-content:space-between;padding-block:12px 0;padding-inline:20px 12px}
h2,h3,p,ul{margin:0 0 8px}
h2{font-size:1.2em;margin:0}
h3{font-size:1em;margin-block-start:20px}
nav{display:flex;flex-wrap:wrap;gap:4px;padding:8px 16px;border-block-end:1px solid GrayText}
.panel{flex:1;overflow:auto;padding:16px 20px;outline:0}
button,a{min-block-size:44px;box-sizing:border-box;padding:8px 12px;border:1px solid GrayText;border-radius:8px;background:Canvas;color:inherit;font:inherit;text-align:start;cursor:pointer}
a{padding-inline:0;border-color:#0000;display:inline-block}
nav button,.close{border-color:#0000}
[aria-current=page]{font-weight:600;border-color:CanvasText;box-shadow:inset 0 -3px CanvasText}
.close{min-inline-size:44px;text-align:center;font-size:1.5em;line-height:1}
.plain,.records{padding:0;list-style:none}
.plain>li{margin-block-end:12px}
b{display:block}
label{display:flex;gap:10px;padding:6px 0}
input{flex:none;inline-size:24px;block-size:24px;margin:0;accent-color:CanvasText}
.answers{display:grid;grid:auto-flow 1fr/repeat(auto-fit,minmax(min(9em,100%),1fr));gap:12px;margin-block-start:16px}
.answers>*{font-weight:600;text-align:center;color:Canvas;background:CanvasText;forced-color-adjust:none}
.records li{display:grid;grid-template-columns:1fr auto;gap:0 12px;align-items:center;padding:6px 0;border-block-start:1px solid #8886}
.records details{grid-column:1/-1}
summary{min-block-size:24px}
pre{margin:4px 0 8px;padding:8px;white-space:pre-wrap;font:.8125em/1.5 ui-monospace,monospace;background:#8882}
.proof{padding-block:8px;border-block-start:1px solid #8886}
.proof button{margin-inline-end:8px;margin-block-end:4px}
[role]:not(:empty){margin:0;padding:12px 20px;border-block-start:1px solid GrayText;font-weight:600}
:focus-visible:not([tabindex]){outline:3px solid CanvasText;outline-offset:2px}
@media(max-width:480px){dialog{inline-size:100vw;block-size:100dvh;border:0;border-radius:0}nav{gap:0;padding-inline:8px}nav button{padding-inline:6px}}
@media(max-height:480px){dialog[open]{display:block}.panel{overflow:visible}}
`;

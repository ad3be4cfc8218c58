/**
 * The look of the question. System colours make light, dark and forced colours of one rule set. What the page could
 * reach (the host itself) is `!important`, which inside a shadow root outranks any rule of the page.
 * The two answers share one rule; no selector tells them apart.
 */
export const STYLES = `
:host{
all:initial!important;
direction:ltr!important;
position:fixed!important;
z-index:2147483647!important;
inset-block-end:max(12px,env(safe-area-inset-bottom))!important;
inset-inline:max(12px,env(safe-area-inset-left),env(safe-area-inset-right))!important;
display:grid!important;
grid-template-rows:minmax(5em,1fr) auto!important;
box-sizing:border-box!important;
max-inline-size:28em!important;
max-block-size:calc(100dvh - 24px)!important;
overflow:auto!important;
color-scheme:light dark!important;
color:CanvasText!important;
background:Canvas!important;
border:1px solid!important;
border-radius:12px!important;
box-shadow:0 8px 40px #0004!important;
font:max(1rem,16px)/1.5 system-ui!important}
:host([dir=rtl]){direction:rtl!important}
:host(:not([aria-label])) :not([role]){display:none}
@media print{:host{display:none!important}}
.text{overflow:auto;padding:20px 20px 0}
p,ul{margin:0 0 12px;padding:0}
p:first-child{font-size:1.2em;line-height:1.3;margin-inline-end:32px;font-weight:600}
li{list-style:none}
button,a{min-block-size:44px;padding:0;border:0;background:none;color:inherit;font:inherit;text-decoration:underline;text-underline-offset:3px;cursor:pointer}
.more{display:flex;flex-wrap:wrap;align-items:center;gap:0 20px}
[role]{padding:0 20px;font-weight:600}
.answers{display:grid;grid:auto/repeat(auto-fit,minmax(min(8.25em,100%),1fr));grid-auto-rows:1fr;gap:12px;padding:8px 20px 20px}
.answers button{color:Canvas;background:CanvasText;border:2px solid CanvasText;border-radius:8px;font-weight:600;text-decoration:none}
.close{position:absolute;inset-block-start:4px;inset-inline-end:4px;inline-size:44px;font-size:1.5em;text-decoration:none}
:focus-visible{outline:3px solid CanvasText;outline-offset:2px}
`;

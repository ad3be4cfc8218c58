/**
 * The look of the question. System colours make light, dark and forced colours of one rule set. What the page could
 * reach (the host itself) is `!important`, which inside a shadow root outranks any rule of the page.
 * The two answers share one rule; no selector tells them apart. Without its name the host is only a message: it lets
 * clicks through, and stays above the place where the button that opens it again stands at the end of a page.
 */
export const STYLES = `
:host{all:initial!important;direction:ltr!important;position:fixed!important;z-index:2147483647!important;
inset:auto max(12px,env(safe-area-inset-left)) max(12px,env(safe-area-inset-bottom))!important;
display:flex!important;flex-flow:column!important;overflow:auto!important;box-sizing:border-box!important;
max-inline-size:28em!important;max-block-size:calc(100dvh - 24px)!important;
color-scheme:light dark!important;color:CanvasText!important;background:Canvas!important;
border:1px solid GrayText!important;border-radius:12px!important;box-shadow:0 8px 40px #0004!important;
font:max(1rem,16px)/1.5 system-ui!important}
:host([dir=rtl]){direction:rtl!important}
:host(:not([aria-label])){margin-block-end:52px!important;pointer-events:none!important}
:host(:not([aria-label])) :not([role]){display:none}
.text{overflow:auto;min-block-size:5em;padding:16px 20px 0}
p,ul{margin:0 0 8px}
ul{padding-inline-start:1.25em}
p:first-child{font-size:1.2em;font-weight:600;line-height:1.3;margin-inline-end:32px;text-wrap:balance}
b{display:block}
.aside{font-size:.875em}
[role]:not(:empty){margin:16px 20px}
button,a{margin:0;padding:10px 4px;border:0;border-radius:8px;background:none;color:inherit;font:inherit;cursor:pointer}
p>a,p>button{margin-inline:-4px 16px;text-decoration:underline}
.answers{box-shadow:0 -1px #8886;display:grid;grid:auto-flow 1fr/repeat(auto-fit,minmax(min(6.5em,100%),1fr));gap:12px;padding:12px 20px 20px}
.answers>*{font-weight:600;color:Canvas;background:CanvasText;forced-color-adjust:none}
.close{position:absolute;inset-block-start:4px;inset-inline-end:4px;inline-size:44px;background:Canvas;font-size:1.5em;line-height:1}
:focus-visible:not([tabindex]){outline:3px solid CanvasText;outline-offset:2px}
[tabindex]{outline:0}
@media(max-height:480px){p:first-child{font-size:1em}.text{padding-block-start:10px}.answers{gap:8px;padding:8px 12px 12px}.answers>*{padding-inline:0}}
@media print{:host{display:none!important}}
`;

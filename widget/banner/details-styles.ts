/** The look of the details. */
export const DETAILS_STYLES = `
:host([data-aside]){max-block-size:calc(50dvh - 24px)!important}
:host([data-aside=start]){inset-block:12px auto!important}
.boxes,.waiting{padding:0;list-style:none}
label{display:flex;gap:10px;padding:10px 0}
input{flex:none;inline-size:24px;block-size:24px;margin:0;accent-color:CanvasText}
.waiting li{display:grid;grid-template-columns:1fr auto;gap:0 12px;align-items:center;margin:0;padding:4px 0;border-block-start:1px solid #8886;font-size:.9375em}
.waiting span{overflow-wrap:anywhere}
.waiting button{padding:10px 12px;border:1px solid GrayText}
.waiting details{grid-column:1/-1}
.waiting summary{min-block-size:24px;inline-size:fit-content;cursor:pointer}
.waiting pre{margin:4px 0 8px;padding:8px;white-space:pre-wrap;overflow-wrap:anywhere;font:.8125em/1.5 ui-monospace,monospace;background:#8882;border-radius:6px}
`;

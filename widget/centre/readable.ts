/** A signed document as a page that needs nothing but itself: its sentence, its fields, and the signed text for checking. */

const toText = (text: unknown): string => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const toRow = ([name, value]: readonly [string, unknown]): string =>
  `<tr><th scope=row>${toText(name)}<td>${toText(value instanceof Object ? JSON.stringify(value, null, 1) : value)}`;

/** HTML without script, style from elsewhere, or anything of the document that is not text. */
export function toReadable(
  sentence: string,
  file: { readonly says: Readonly<Record<string, unknown>>; readonly [name: string]: unknown },
): string {
  return `<!doctype html><meta charset=utf-8><meta name=viewport content="width=device-width"><title>Askfirst</title><style>:root{color-scheme:light dark;font:1rem/1.5 system-ui}body{max-width:50em;margin:auto}th{text-align:start}td,pre{white-space:pre-wrap;overflow-wrap:anywhere}</style><h1>${toText(file.kind)}</h1><p>${toText(sentence)}</p><table>${Object.entries(file.says).map(toRow).join('')}</table><h2>askfirst verify</h2><pre>${toText(JSON.stringify(file))}</pre>`;
}

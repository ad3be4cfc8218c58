/** The frame of every page: one document, one style, no script, and the headers that make a browser hold to that. */

import { createHash } from 'node:crypto';
import { type Content, html } from './html.ts';
import { STYLE } from './style.ts';

/** An answer of a page, for whoever serves it. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a document is made of. */
export interface DocumentParts {
  readonly language: string;
  readonly direction?: 'ltr' | 'rtl';
  readonly title: string;
  /** `text` for pages that are read, in a narrower column. */
  readonly className?: 'text';
  /** The same page in other languages; `x-default` for whoever reads none of them. */
  readonly alternates?: readonly { readonly language: string; readonly address: string }[];
  readonly body: Content;
}

const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

/** No script of any kind, no request to anywhere, no frame around it; forms go home. */
const POLICY = [
  "default-src 'none'",
  `style-src ${STYLE_HASH}`,
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Headers of every page. `same-origin` referrers, because under `no-referrer` browsers post forms with `Origin: null`. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'browsing-topics=()',
};

/** A whole document as text. */
export function toDocument({
  language,
  direction = 'ltr',
  title,
  className,
  alternates = [],
  body,
}: DocumentParts): string {
  return [
    html`<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">${alternates.map(
      (one) => html`\n<link rel="alternate" hreflang="${one.language}" href="${one.address}">`,
    )}`,
    // Not through the template, whose escapes would change it: it is ours, and its hash is in the policy.
    `<style>${STYLE}</style>`,
    html`</head>
<body class="${className ?? 'tables'}">
${body}
</body>
</html>
`,
  ].join('\n');
}

/** A page as an answer. */
export function toPage(parts: DocumentParts, status = 200, headers: Readonly<Record<string, string>> = {}): PageAnswer {
  return {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', ...PAGE_HEADERS, ...headers },
    body: toDocument(parts),
  };
}

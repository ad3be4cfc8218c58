/** `askfirst serve --inspect`: prints what a page sends (FE-6, FE-19). For the owner's own browser, so on localhost alone. */

import type { Exchange } from '../receive/observe-exchanges.ts';
import { StartProblem } from '../start-problem.ts';

/** Throws StartProblem where others than the owner could be seen. */
export function requireOwnMachine({ host, trustProxy }: { readonly host: string; readonly trustProxy: number }): void {
  const isLocal = host === 'localhost' || host === '::1' || host.startsWith('127.');
  if (isLocal && trustProxy === 0) return;
  throw new StartProblem(
    '--inspect prints what visitors send, so it works on localhost and without a proxy only. Leave out --inspect, or --host and --trust-proxy.',
  );
}

/** What proves that somebody may see and erase what was sent is not for a screen. */
const KEPT_BACK: ReadonlySet<string> = new Set(['receiptSecret', 'handles', 'pass', 'key']);

/** One request as text: what was asked, every byte of what was sent, and what came of it. */
export function toInspection({ method, path, body, hasCookies, answer }: Exchange): string {
  const sent = body === undefined || body.length === 0 ? [] : [indent(toShown(body))];
  const cookies = hasCookies ? ', with the site’s cookies, which are not read' : '';
  const nothing = sent.length === 0 ? ' (nothing is sent)' : ` ${body?.length} bytes`;
  const told = typeof answer.body === 'string' && method === 'POST' ? [indent(`answer ${toShown(answer.body)}`)] : [];
  return [`${method} ${path}${nothing}${cookies} → ${answer.status}`, ...sent, ...told, ''].join('\n');
}

function toShown(body: Uint8Array | string): string {
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
  try {
    return JSON.stringify(JSON.parse(text), keepBack, 2);
  } catch {
    // No JSON: a page of ours sends none, so its length says enough.
    return `${text.length} characters that are no JSON`;
  }
}

function keepBack(name: string, value: unknown): unknown {
  if (!KEPT_BACK.has(name)) return value;
  return Array.isArray(value) ? `${value.length} kept back` : 'kept back';
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}

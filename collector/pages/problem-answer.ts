/** JSON and problem documents (RFC 9457) of the admin port. */

import { PROBLEMS, type ProblemCode } from '../../contract/problems.ts';
import { PAGE_HEADERS, type PageAnswer } from './document.ts';

/** JSON that nobody keeps. */
export function toJson(status: number, value: unknown): PageAnswer {
  const headers = { ...PAGE_HEADERS, 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };
  return { status, headers, body: JSON.stringify(value) };
}

/** A refusal of the one table. */
export function toProblem(
  code: ProblemCode,
  detail?: string,
  headers: Readonly<Record<string, string>> = {},
): PageAnswer {
  const { status, fix } = PROBLEMS[code];
  const document = toJson(status, { type: `urn:askfirst:problem:${code}`, title: fix, status, code, detail });
  return { ...document, headers: { ...document.headers, 'Content-Type': 'application/problem+json', ...headers } };
}

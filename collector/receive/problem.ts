/** A refusal with a code of the one table, and how it is told to the client (RFC 9457). */

import { PROBLEMS, type ProblemCode } from '../../contract/problems.ts';
import type { ProblemDocument } from '../../contract/wire.ts';
import type { Answer } from './incoming.ts';

/** Thrown by any step; becomes the answer. */
export class Problem extends Error {
  readonly code: ProblemCode;
  /** Shown to the client, so it never repeats what the client sent. */
  readonly detail: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, detail?: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail ?? code);
    this.name = 'Problem';
    this.code = code;
    this.detail = detail;
    this.headers = headers;
  }
}

/** The problem document as an answer. `type` points at the printed table. */
export function toProblemAnswer({ code, detail, headers }: Pick<Problem, 'code' | 'detail' | 'headers'>): Answer {
  const { status, fix } = PROBLEMS[code];
  const document: ProblemDocument = {
    type: `urn:askfirst:problem:${code}`,
    title: fix,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
  };
  return {
    status,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...headers },
    body: JSON.stringify(document),
  };
}

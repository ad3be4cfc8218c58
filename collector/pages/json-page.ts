/** A page for machines. */

import { PAGE_HEADERS, type PageAnswer } from './document.ts';

/** JSON, indented: people read it too. */
export function toJsonPage(value: unknown, type = 'application/json'): PageAnswer {
  return {
    status: 200,
    headers: { ...PAGE_HEADERS, 'Content-Type': type },
    body: `${JSON.stringify(value, null, 2)}\n`,
  };
}

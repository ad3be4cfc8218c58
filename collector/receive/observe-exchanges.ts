/** Shows somebody each request and its answer, and changes neither. */

import type { Answer, Incoming } from './incoming.ts';

/** One request with its answer. The body is what was read of it: all, unless it was refused unread. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly hasCookies: boolean;
  readonly body?: Uint8Array;
  readonly answer: Answer;
}

/** The same handler; `onExchange` is told of each answer before it goes out. */
export function observeExchanges(
  handle: (incoming: Incoming) => Promise<Answer>,
  onExchange: (exchange: Exchange) => void,
): (incoming: Incoming) => Promise<Answer> {
  return async (incoming) => {
    let body: Uint8Array | undefined;
    // On top of the request, whose other parts are made when they are asked for.
    const observed: Incoming = Object.create(incoming, {
      readBody: {
        value: async (maxBytes: number) => {
          body = await incoming.readBody(maxBytes);
          return body;
        },
      },
    });
    const answer = await handle(observed);
    const { method, path } = incoming;
    onExchange({ method, path, hasCookies: incoming.header('cookie') !== undefined, ...(body && { body }), answer });
    return answer;
  };
}

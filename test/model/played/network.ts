import type { Turns } from './turns.ts';

/** A request under way. */
export interface Exchange {
  readonly page: number;
  readonly url: string;
  readonly body: string;
  /** The page has heard how it ended. */
  isOver: boolean;
  /** The network loses it, or its answer. */
  lose(): void;
  /** It arrives once more, later. */
  duplicate(): void;
}

/** What the collector says. */
export interface PlayedAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Carries requests to a played collector and answers back, each a turn of its own. */
export class PlayedNetwork {
  readonly #turns: Turns;
  /** Every request of every page, as it began. */
  readonly exchanges: Exchange[] = [];
  /** Called at the moment a request begins. */
  onStart: (exchange: Exchange) => void = () => undefined;
  /** What the collector does with a request that arrives. */
  receive: (url: string, body: string) => PlayedAnswer = () => ({ status: 404, body: undefined });

  constructor(turns: Turns) {
    this.#turns = turns;
  }

  /** `fetch` of one page. `isOnline` is asked when a request begins. */
  fetchFor(page: number, isOnline: () => boolean): typeof fetch {
    const played = (url: string, init: RequestInit = {}): Promise<unknown> =>
      new Promise((resolve, reject) => {
        if (this.#turns.isDead(page)) return undefined;
        // The widget's words: static, the same for everybody.
        if (init.method !== 'POST') return resolve(toResponse({ status: 200, body: { notice: 'n1' } }));
        const arrive = () => {
          const answer = this.receive(url, String(init.body));
          this.#turns.add(page, `${url}: ${answer.status}`, () => end(() => resolve(toResponse(answer))));
        };
        const end = (settle: () => void) => {
          if (exchange.isOver) return;
          exchange.isOver = true;
          settle();
        };
        const onTheWay = isOnline() ? this.#turns.add(undefined, `${url} arrives`, arrive) : undefined;
        const giveUp = () => end(() => reject(new TypeError('Failed to fetch')));
        const exchange: Exchange = {
          page,
          url,
          body: String(init.body),
          isOver: false,
          lose: () => {
            if (onTheWay && this.#turns.has(onTheWay)) this.#turns.drop(onTheWay);
            this.#turns.add(page, `${url} is lost`, giveUp);
          },
          duplicate: () =>
            void this.#turns.add(undefined, `${url} arrives again`, () => this.receive(url, String(init.body))),
        };
        this.exchanges.push(exchange);
        if (onTheWay === undefined) this.#turns.add(page, 'offline', giveUp);
        init.signal?.addEventListener('abort', () => end(() => reject(new DOMException('aborted', 'AbortError'))));
        this.onStart(exchange);
        return undefined;
      });
    // As much of fetch as the snippet touches.
    return played as unknown as typeof fetch;
  }
}

function toResponse({ status, body }: PlayedAnswer): unknown {
  return {
    status,
    ok: status < 300,
    headers: new Headers({ 'Askfirst-Collector': '1' }),
    json: async () => body,
  };
}

import { randomBytes } from 'node:crypto';

/** What a page would know of its site, read from `site.json` by hand. */
export interface SiteFacts {
  readonly scope: number;
  readonly purposes: readonly string[];
  readonly day: string;
}

/** Posts batches of page views until it is stopped or the collector is gone. Knows no product code. */
export interface Poster {
  /** Ids whose 202 arrived. */
  readonly acknowledged: ReadonlySet<string>;
  /** Every id posted. */
  readonly posted: ReadonlySet<string>;
  /** Answers that were neither 202 nor 503. */
  readonly strange: readonly number[];
  stop(): Promise<void>;
}

/** Reads what a batch must say. */
export async function readSiteFacts(url: string): Promise<SiteFacts> {
  const answer = await fetch(`${url}/site.json`);
  const site = (await answer.json()) as {
    registry: { scope: number; purposes: string[] };
    timeZone: string;
  };
  const day = new Intl.DateTimeFormat('sv', { timeZone: site.timeZone }).format(Date.now());
  return { scope: site.registry.scope, purposes: site.registry.purposes, day };
}

/** Posts one batch of page views with new ids. Rejects if nobody answers. */
export async function postEvents(
  url: string,
  facts: SiteFacts,
  count: number,
): Promise<{ readonly ids: readonly string[]; readonly answer: Response }> {
  const ids = Array.from({ length: count }, () => randomBytes(16).toString('hex'));
  const body = JSON.stringify({
    version: 1,
    scope: facts.scope,
    purposes: facts.purposes,
    events: ids.map((id) => ({ metric: 'page.view', day: facts.day, id, properties: { path: '/hats' } })),
  });
  const headers = { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' };
  return { ids, answer: await fetch(`${url}/events`, { method: 'POST', headers, body }) };
}

/** Starts `lanes` posts that run at any time, each of 10 events. */
export function startPosting(url: string, facts: SiteFacts, lanes: number): Poster {
  const acknowledged = new Set<string>();
  const posted = new Set<string>();
  const strange: number[] = [];
  let stopped = false;
  const lane = async () => {
    while (!stopped) {
      const ids = Array.from({ length: 10 }, () => randomBytes(16).toString('hex'));
      for (const id of ids) posted.add(id);
      const body = JSON.stringify({
        version: 1,
        scope: facts.scope,
        purposes: facts.purposes,
        events: ids.map((id) => ({ metric: 'page.view', day: facts.day, id, properties: { path: '/hats' } })),
      });
      try {
        const headers = { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' };
        const answer = await fetch(`${url}/events`, { method: 'POST', headers, body });
        if (answer.status === 202) {
          const { stored, dropped } = (await answer.json()) as { stored: number; dropped: unknown[] };
          if (stored !== ids.length || dropped.length > 0) strange.push(0);
          for (const id of ids) acknowledged.add(id);
        } else if (answer.status !== 503) {
          strange.push(answer.status);
        }
      } catch {
        // The collector is gone, or the answer is: nothing was acknowledged.
        return;
      }
    }
  };
  const running = Promise.all(Array.from({ length: lanes }, lane));
  return {
    acknowledged,
    posted,
    strange,
    async stop() {
      stopped = true;
      await running;
    },
  };
}

/** Waits until what must have happened by the rules has happened, on the device and at the collector. */
import type { Page } from 'playwright-core';
import type { WeekModel } from './truth/week-model.ts';
import type { NotedRequest, WeekServer } from './week-server.ts';

/** What is looked at. */
export interface SettleParts {
  readonly server: WeekServer;
  readonly model: WeekModel;
  onTrouble(trouble: string): void;
  page(): Page | undefined;
}

/** Waits; `soon` for the collector alone and not for long, while the page is on its way out: what it kept, the next one sends. */
export interface Settler {
  (): Promise<void>;
  soon(): Promise<void>;
  /** Until a yes has been told in vain, of which nothing else follows: left earlier, the page would tell it in the next one's time. */
  untilRefused(requestsBefore: number): Promise<void>;
}

/** How long something may take until it is noted. Much longer than it ever needs; nobody waits for it in a good run. */
const PATIENCE_MS = 60_000;

/**
 * What failed on a very busy machine is tried again with the page's next reason to send, and none comes while the clocks stand
 * still. So the page is asked to send now: what it may not send it does not send then either.
 */
const NUDGE_AFTER_MS = 3_000;

/** How often it is looked at. */
const POLL_MS = 50;

/** Makes what waits for one browser. */
export function createSettler(name: string, { server, model, onTrouble, page }: SettleParts): Settler {
  const expected = () => {
    const sum = (of: 'grants' | 'taken' | 'withdrawals' | 'noes') =>
      model.all(name).reduce((all, one) => all + one[of], 0);
    return { grants: sum('grants'), taken: sum('taken'), withdrawals: sum('withdrawals'), noes: sum('noes') };
  };
  const waitFor = async (looksInside: boolean): Promise<void> => {
    const deadline = Date.now() + PATIENCE_MS;
    let nudgeAt = Date.now() + NUDGE_AFTER_MS;
    for (;;) {
      const wanted: Record<string, number> = expected();
      const there: Record<string, number> = countAnswered(server.requestsOf(name));
      const { person, standing, page: shown } = model.standingIn(name);
      const open = page();
      // What a page keeps while it does not know that it is off is its own affair, as long as it is never sent.
      if (looksInside && open && standing && shown?.isOpen && !shown.saysOff && !model.isOff(person ?? '')) {
        wanted.waiting = standing.waiting.length;
        there.waiting = await countWaiting(open);
      }
      const isDone = Object.entries(wanted).every(([what, number]) => there[what] === number);
      if (isDone && (!looksInside || server.underWay(name) === 0)) return;
      if (!looksInside && Date.now() > nudgeAt) return;
      if (Date.now() > deadline) {
        const requests = server.requestsOf(name).map(({ method, path, status }) => `${method} ${path} ${status}`);
        const tail = requests.filter((request) => !request.startsWith('GET')).slice(-6);
        const told = `${JSON.stringify(wanted)}, and there was ${JSON.stringify(there)}; last: ${tail.join(', ')}`;
        onTrouble(`${name} at ${new Date(server.now()).toISOString()}: waited in vain for ${told}`);
        return;
      }
      if (looksInside && open && Date.now() > nudgeAt) {
        nudgeAt += NUDGE_AFTER_MS;
        await nudge(open);
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  };
  const untilRefused = async (requestsBefore: number): Promise<void> => {
    const deadline = Date.now() + PATIENCE_MS;
    const isRefused = ({ path, status }: NotedRequest) => path === 'preference' && status === 401;
    while (!server.requestsOf(name).slice(requestsBefore).some(isRefused)) {
      if (Date.now() > deadline)
        return onTrouble(`${name} at ${new Date(server.now()).toISOString()}: waited in vain for a refusal`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  };
  return Object.assign(() => waitFor(true), { soon: () => waitFor(false), untilRefused });
}

/** What the collector has answered for, each event once. */
function countAnswered(requests: readonly NotedRequest[]): Record<'grants' | 'taken' | 'withdrawals' | 'noes', number> {
  const ids = new Set<string>();
  let grants = 0;
  let withdrawals = 0;
  let noes = 0;
  for (const { path, status, body, answer } of requests) {
    if (path === 'consent' && status === 201) grants += 1;
    if (path === 'withdraw' && status === 200 && answer.certificate) withdrawals += 1;
    if (path === 'preference' && status === 204 && body.startsWith('{"yes":false')) noes += 1;
    if (path !== 'events' || status !== 202) continue;
    const dropped = new Set(((answer.dropped ?? []) as { readonly id: string }[]).map(({ id }) => id));
    // As pages write it.
    for (const { id } of (JSON.parse(body) as { readonly events: readonly { readonly id: string }[] }).events)
      if (!dropped.has(id)) ids.add(id);
  }
  return { grants, taken: ids.size, withdrawals, noes };
}

/** As a site may ask at any time. */
function nudge(page: Page): Promise<void> {
  return page.evaluate(async () => {
    // What the site's script leaves on the page.
    const { askfirst } = globalThis as { askfirst?: { flush?(): Promise<void> } };
    await askfirst?.flush?.();
  });
}

/** How much waits on the device, by the snippet's own account. Reading it changes nothing. */
function countWaiting(page: Page): Promise<number> {
  return page.evaluate(async () => {
    // What the site's script leaves on the page; before it has run there is nothing.
    const { askfirst } = globalThis as { askfirst?: { buffered?(): Promise<readonly unknown[]> } };
    return ((await askfirst?.buffered?.()) ?? []).length;
  });
}

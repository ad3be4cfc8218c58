/**
 * From the log of requests and the truth to every request that should not have been: anything but files before a yes,
 * anything after a no, anything off the site's own origin. Knows the wire only as far as an outsider can read it.
 */
import type { TruthLine } from './truth-file.ts';

/** A request as a browser started it. */
export interface BrowserRequest {
  readonly order: number;
  readonly browser: string;
  readonly method: string;
  readonly url: string;
}

/** A request as the collector received it. */
export interface ReceivedRequest {
  readonly order: number;
  readonly browser: string;
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The two logs of a run. */
export interface NetworkLog {
  readonly origin: string;
  /** Path under which the collector lies. */
  readonly basePath: string;
  readonly started: readonly BrowserRequest[];
  readonly received: readonly ReceivedRequest[];
}

/** What every visitor's page loads; who decided on an earlier page loads nothing else. */
const SCRIPT = /^\/askfirst\.js$/;

/** Files that are the same for everybody and carry nothing. */
const FILES = /^\/(askfirst|widget|waiting|choices|rights|centre)[\w.-]*\.js$|^\/texts\/(centre\/)?[\w-]+\.json$/;

/** All that a page ever posts in this shop. */
const POSTS = ['/consent', '/events'];

/** One sentence for each request that breaks a promise; none in a good run. */
export function checkNetwork(log: NetworkLog, truth: readonly TruthLine[]): readonly string[] {
  const standing = toStanding(truth);
  const strangers = log.started
    .filter(({ url }) => !url.startsWith(`${log.origin}/`))
    .map(({ browser, url }) => `${browser}: ${url} lies off the shop's own origin`);
  const judged = [
    ...log.received,
    // What a browser started and the server never saw counts as well: it was on its way.
    ...log.started
      .filter(({ url }) => url.startsWith(`${log.origin}${log.basePath}/`))
      .map((request) => {
        const { pathname, search } = new URL(request.url);
        return { ...request, path: pathname, search, headers: {}, body: '' };
      }),
  ];
  return [...strangers, ...judged.flatMap((request) => judge(request, log.basePath, standing(request)))];
}

interface Standing {
  readonly decision: 'undecided' | 'granted' | 'denied';
  /** Has the question been on this page, so that its files may still be on their way? */
  readonly wasAsked: boolean;
}

function judge(request: ReceivedRequest, basePath: string, { decision, wasAsked }: Standing): readonly string[] {
  const { browser, method, search, headers, body } = request;
  const path = request.path.slice(basePath.length);
  const what = `${browser || 'somebody'} (${decision}): ${method} ${request.path}${search}`;
  if (path === '/privacy' && method === 'GET') return [];
  if (search !== '') return [`${what} carries a query`];
  if (method === 'GET') {
    if (body !== '') return [`${what} carries a body`];
    const allowed = wasAsked ? FILES : SCRIPT;
    return allowed.test(path) ? [] : [`${what} is no file that it needs`];
  }
  if (method !== 'POST' || !POSTS.includes(path)) return [`${what} is no request of the shop's`];
  if (decision !== 'granted') return [`${what} was sent without a yes`];
  const telling = ['cookie', 'referer', 'authorization'].filter((name) => headers[name] !== undefined);
  return telling.map((name) => `${what} carries the header ${name}`);
}

/**
 * What a browser's answer was when a request was made. The truth is written before the click, so a request between the
 * line and the click counts as after the answer: too strict for a no, and a batch before the yes would have to
 * be as quick as the click.
 */
function toStanding(truth: readonly TruthLine[]): (request: { browser: string; order: number }) => Standing {
  const lines = new Map<string, TruthLine[]>();
  for (const line of truth) {
    const list = lines.get(line.browser) ?? [];
    lines.set(line.browser, list);
    list.push(line);
  }
  return ({ browser, order }) => {
    let decision: Standing['decision'] = 'undecided';
    let wasAsked = true;
    for (const { order: at, did, gpc } of lines.get(browser) ?? []) {
      if (at > order) break;
      if (did === 'view' || did === 'reload' || did === 'add') wasAsked = decision === 'undecided';
      if (did === 'refuse' || gpc) decision = 'denied';
      if (did === 'accept') decision = 'granted';
      if (did === 'arrive' && gpc) wasAsked = false;
      // The choices, opened again, load what shows them.
      if (did === 'reopen') wasAsked = true;
    }
    return { decision, wasAsked };
  };
}

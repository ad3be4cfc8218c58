import { describe, expect, it } from 'vitest';
import { checkNetwork, type ReceivedRequest } from '../../../demo/traffic/truth/check-network.ts';
import type { TruthLine } from '../../../demo/traffic/truth/truth-file.ts';

const ORIGIN = 'http://localhost:4100';

const truth: TruthLine[] = [
  { order: 1, browser: 'yes', atMs: 0, did: 'arrive' },
  { order: 2, browser: 'no', atMs: 0, did: 'arrive' },
  { order: 3, browser: 'signal', atMs: 0, did: 'arrive', gpc: true },
  { order: 10, browser: 'yes', atMs: 0, did: 'accept' },
  { order: 11, browser: 'no', atMs: 0, did: 'refuse' },
  { order: 15, browser: 'no', atMs: 0, did: 'view', path: '/' },
];

/** The verdict on one request; `what` begins with its method. */
function judge(browser: string, order: number, what: string, more: Partial<ReceivedRequest> = {}): readonly string[] {
  const [method = '', address = ''] = what.split(' ');
  const { pathname: path, search } = new URL(address, ORIGIN);
  const request = { order, browser, method, path, search, headers: {}, body: '', ...more };
  const log = { origin: ORIGIN, basePath: '/askfirst' };
  const started = [{ order, browser, method, url: new URL(address, ORIGIN).href }];
  const byBrowser = checkNetwork({ ...log, received: [], started }, truth);
  if (!address.startsWith('/askfirst/')) return byBrowser;
  const byServer = checkNetwork({ ...log, received: [request], started: [] }, truth);
  // Headers are known to the server alone; everything else is judged alike from either log.
  if (Object.keys(more).length === 0) expect(byServer).toEqual(byBrowser);
  return byServer;
}

describe('the judge of the network log', () => {
  it('lets pass what each visitor needs', () => {
    expect(judge('yes', 5, 'GET /askfirst/askfirst.js')).toEqual([]);
    expect(judge('yes', 5, 'GET /askfirst/widget.js')).toEqual([]);
    expect(judge('no', 5, 'GET /askfirst/texts/en.json')).toEqual([]);
    expect(judge('yes', 20, 'POST /askfirst/consent')).toEqual([]);
    expect(judge('yes', 20, 'POST /askfirst/events')).toEqual([]);
    expect(judge('no', 12, 'GET /askfirst/waiting.js'), 'on the page where it was asked').toEqual([]);
    expect(judge('no', 20, 'GET /askfirst/askfirst.js')).toEqual([]);
    expect(judge('no', 20, 'GET /goods/lights?page=2')).toEqual([]);
  });

  it.each([
    ['P1 a batch before the yes', 'yes', 5, 'POST /askfirst/events'],
    ['P1 a batch of somebody who never answers', 'unknown', 50, 'POST /askfirst/events'],
    ['P1 a query on a file', 'yes', 5, 'GET /askfirst/askfirst.js?visitor=7'],
    ['P2 a batch after the no', 'no', 20, 'POST /askfirst/events'],
    ['P2 the no itself', 'no', 20, 'POST /askfirst/consent'],
    ['P2 the banner after the no', 'no', 20, 'GET /askfirst/widget.js'],
    ['P2 the banner under a signal', 'signal', 20, 'GET /askfirst/widget.js'],
    ['P2 a consent under a signal', 'signal', 20, 'POST /askfirst/consent'],
    ['P5 a stranger', 'yes', 20, 'GET https://elsewhere.example/pixel.gif'],
    ['a request that the shop does not have', 'yes', 20, 'POST /askfirst/withdraw'],
  ])('sees %s', (_, browser, order, what) => {
    expect(judge(browser, order, what)).not.toEqual([]);
  });

  it('P5 sees a cookie or a referrer on a batch', () => {
    expect(judge('yes', 20, 'POST /askfirst/events', { headers: { cookie: 'cart=fog-bell.1' } })).toHaveLength(1);
    expect(judge('yes', 20, 'POST /askfirst/events', { headers: { referer: ORIGIN } })).toHaveLength(1);
  });
});

/** The collector behind the page's origin: is it ours, whole, cached and proxied as it should be? Sends nothing that could be stored. */

import { createHash } from 'node:crypto';
import { COLLECTOR_HEADER } from '../../../contract/limits.ts';
import { type DoctorFinding, note, right, wrong } from './finding.ts';

/** Asks the network; `redirect: 'manual'`, because browsers are told to follow none. */
export type Ask = (address: URL, init?: RequestInit) => Promise<Response>;

/** As browsers ask; each encoding has an ETag of its own. */
const COMPRESSED = { 'accept-encoding': 'br, gzip' };

const PROXY =
  'See docs/install.md for the proxy: pass the base path, Host and X-Forwarded-Proto through, and change nothing.';

/** The script, its caching and what comes after it. */
export async function checkCollector(script: URL, ask: Ask): Promise<DoctorFinding[]> {
  const answer = await ask(script, { headers: COMPRESSED });
  if (answer.status !== 200 || !isOurs(answer))
    return [
      wrong(
        'reachable',
        `${script.href} answers ${answer.status}${isOurs(answer) ? '' : ', and not from a collector'}.`,
        `Start the collector and hand ${script.pathname.replace(/[^/]*$/, '')} to it. ${PROXY}`,
      ),
    ];
  const bytes = Buffer.from(await answer.arrayBuffer());
  const base = new URL('.', script);
  return [
    right('reachable', `The collector answers at ${base.href}.`),
    ...(await checkCaching(script, answer, ask)),
    ...(await checkManifest({ base, bytes, ask })),
    ...(await checkPost(base, ask)),
    ...(await checkPlaces(base, ask)),
  ];
}

function isOurs(answer: Response): boolean {
  return answer.headers.get(COLLECTOR_HEADER) !== null;
}

async function checkCaching(script: URL, answer: Response, ask: Ask): Promise<DoctorFinding[]> {
  const found: DoctorFinding[] = [];
  const caching = answer.headers.get('cache-control') ?? '';
  if (!/(^|[\s,])no-cache([\s,]|$)/.test(caching)) {
    const says = `The script is served with Cache-Control: ${caching || 'nothing'}; browsers would go on with an old registry.`;
    found.push(wrong('cached', says, `Leave the collector's no-cache as it is. ${PROXY}`));
  }
  const etag = answer.headers.get('etag');
  const again = etag ? await ask(script, { headers: { ...COMPRESSED, 'if-none-match': etag } }) : undefined;
  if (again?.status !== 304)
    found.push(
      note(
        'cached',
        'An unchanged script is sent whole again each time.',
        `Let ETag and If-None-Match through. ${PROXY}`,
      ),
    );
  if (!answer.headers.get('content-encoding'))
    found.push(note('cached', 'The script comes uncompressed.', `Let Accept-Encoding through. ${PROXY}`));
  if (answer.headers.get('set-cookie') !== null)
    found.push(
      wrong(
        'cached',
        'Something on the way sets a cookie with the script.',
        'Find what does; the collector sets none.',
      ),
    );
  return found.length > 0 ? found : [right('cached', 'The script is compressed, and asked for again by its ETag.')];
}

async function checkManifest({
  base,
  bytes,
  ask,
}: {
  readonly base: URL;
  readonly bytes: Buffer;
  readonly ask: Ask;
}): Promise<DoctorFinding[]> {
  const answer = await ask(new URL('manifest.json', base));
  if (answer.status !== 200 || !isOurs(answer))
    return [
      wrong(
        'proxied',
        `manifest.json answers ${answer.status}.`,
        `Hand the whole base path to the collector. ${PROXY}`,
      ),
    ];
  // The collector's own document; only what is looked at is read, and compared as text.
  const { site, development, script, metrics } = (await answer.json()) as {
    site?: string;
    development?: boolean;
    script?: { sha256?: string };
    metrics?: object;
  };
  const here = base.href.replace(/\/$/, '');
  const found: DoctorFinding[] = [];
  if (site === here) found.push(right('proxied', `The collector knows the site by its right name, ${here}.`));
  else
    found.push(
      wrong(
        'proxied',
        `The page is on ${here}, and the collector takes the site for ${site}.`,
        'Pass Host and X-Forwarded-Proto through and start with --trust-proxy 1, or list the site under sites: in askfirst.yaml.',
      ),
    );
  if (script?.sha256 && script.sha256 !== createHash('sha256').update(bytes).digest('base64'))
    found.push(
      wrong(
        'unaltered',
        'The script is not what the collector serves: something on the way changes it.',
        'Switch off whatever rewrites scripts.',
      ),
    );
  else found.push(right('unaltered', 'The script arrives as the collector serves it.'));
  if (Object.keys(metrics ?? {}).length === 0)
    found.push(note('registry', 'No metric is released, so nothing is collected.', 'Run: askfirst check.'));
  if (development) found.push(right('registry', 'It is a development site: its reports show every single visit.'));
  return found;
}

/** An empty object is no batch: a collector that is reached refuses it by name, and nothing is stored. */
async function checkPost(base: URL, ask: Ask): Promise<DoctorFinding[]> {
  const answer = await ask(new URL('events', base), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: base.origin },
    body: '{}',
  });
  const problem = (await answer.json().catch(() => undefined)) as { code?: string } | undefined;
  if (isOurs(answer) && problem?.code === 'batch-malformed')
    return [right('posts', 'What pages send reaches the collector, and answers come back.')];
  if (problem?.code === 'switched-off')
    return [
      note('posts', 'The collector is switched off: browsers are told to stop.', 'Start it without --switched-off.'),
    ];
  const says = `A post to ${base.pathname}events answers ${answer.status}${problem?.code ? ` (${problem.code})` : ', and not from the collector'}.`;
  return [wrong('posts', says, `Let POST with a JSON body through. ${PROXY}`)];
}

async function checkPlaces(base: URL, ask: Ask): Promise<DoctorFinding[]> {
  const found: DoctorFinding[] = [];
  const ready = await ask(new URL('readyz', base));
  if (ready.status !== 200)
    found.push(wrong('ready', `readyz answers ${ready.status}: the collector cannot store now.`, 'Look at its log.'));
  const page = await ask(new URL('privacy', base));
  if (page.status !== 200) found.push(wrong('proxied', `The privacy page answers ${page.status}.`, PROXY));
  const gpc = await ask(new URL('/.well-known/gpc.json', base));
  if (gpc.status !== 200 || !isOurs(gpc))
    found.push(
      note(
        'gpc',
        `/.well-known/gpc.json answers ${gpc.status}, and not from the collector.`,
        'Hand that one address to it, too.',
      ),
    );
  for (const name of ['reports/visitors', 'sign-in']) {
    const admin = await ask(new URL(name, base));
    if (admin.status !== 404)
      found.push(
        wrong('admin', `${base.pathname}${name} answers ${admin.status} in public.`, 'Never proxy the admin port.'),
      );
  }
  return found.length > 0 ? found : [right('ready', 'The collector can store, and its public pages are there.')];
}

/** The whole examination. Comes in: the address of a page. Goes out: what was found, in the order in which a browser meets it. */

import { checkCollector } from './check-collector.ts';
import { checkContext, checkTag } from './check-page.ts';
import { checkPolicies } from './check-policy.ts';
import { findMetaPolicies, findTags } from './find-tag.ts';
import { type DoctorFinding, right, wrong } from './finding.ts';

/** How long one answer may take. Our choice: a visitor would have left. */
const PATIENCE_MS = 10_000;

/** Asks as a browser would, as far as that can be done without one. */
export async function examine(address: URL, fetcher: typeof fetch = fetch): Promise<DoctorFinding[]> {
  const ask = (url: URL, init: RequestInit = {}): Promise<Response> =>
    fetcher(url.href, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS), ...init });
  let answer: Response;
  let html: string;
  try {
    answer = await ask(address, { redirect: 'follow', headers: { accept: 'text/html' } });
    html = await answer.text();
  } catch (error) {
    // The network's own word for it (ECONNREFUSED, a name that nobody knows) is what the owner needs.
    const why = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return [
      wrong('page', `${address.href} does not answer (${why}).`, 'Look at the address, and whether the site is up.'),
    ];
  }
  if (!answer.ok || !/^text\/html|^application\/xhtml/.test(answer.headers.get('content-type') ?? ''))
    return [wrong('page', `${address.href} answers ${answer.status} and is no page.`, 'Name the address of a page.')];
  const page = new URL(answer.url || address);
  const tags = findTags(html);
  const found = [right('page', `${page.href} answers.`), checkContext(page), ...checkTag(tags)];
  const [tag] = tags;
  if (!tag || !URL.canParse(tag.src, page.href)) return found;

  const script = new URL(tag.src, page);
  if (script.origin !== page.origin)
    return [
      ...found,
      wrong(
        'first-party',
        `The script comes from ${script.origin} and the page from ${page.origin}; it does nothing there.`,
        'Serve the collector under the page’s own origin, by a proxy, and write the address without a host.',
      ),
    ];
  found.push(right('first-party', 'The script comes from the page’s own origin.'));
  const policies = [answer.headers.get('content-security-policy') ?? '', ...findMetaPolicies(html)];
  found.push(...checkPolicies(policies, { page, script, nonce: tag.attributes.get('nonce') }));
  try {
    found.push(...(await checkCollector(script, ask)));
  } catch {
    // A connection that breaks off or takes too long in the middle.
    found.push(wrong('reachable', `${script.origin} stopped answering.`, 'Try again, and look at the proxy’s log.'));
  }
  return found;
}

/** What changes and should be noticed, as feeds: who processes data (processors.atom), and what is collected (scopes.atom). */

import { toFeed } from './atom.ts';
import type { PageAnswer } from './document.ts';
import type { Facts } from './facts.ts';

/** One entry for each beginning and each end of a processor's work (GL-18). */
export function toProcessorsFeed({ site, configuration, scope }: Facts): PageAnswer {
  const { controller, processors } = configuration;
  const changes = processors.flatMap((processor) => [
    { ...processor, day: processor.since, change: 'added' },
    ...(processor.until ? [{ ...processor, day: processor.until, change: 'removed' }] : []),
  ]);
  return toFeed({
    address: `${site.name}/processors.atom`,
    page: `${site.name}/privacy#GL-18`,
    title: `Processors of ${controller.name}`,
    author: controller.name,
    fallbackDay: scope?.date ?? '1970-01-01',
    entries: changes.map(({ name, role, country, contract, day, change }) => ({
      id: `${name} ${change} ${day}`,
      title: `${name} ${change}`,
      day,
      text: `${name} (${role}, ${country}) was ${change} on ${day}.${contract ? ` Contract: ${contract}` : ''}`,
    })),
  });
}

/** One entry for each signed head of the ledger: whoever keeps one is a witness of all before it. */
export function toLedgerFeed({ site, configuration, heads = [] }: Facts): PageAnswer {
  const { controller } = configuration;
  return toFeed({
    address: `${site.name}/ledger.atom`,
    page: `${site.name}/privacy#ledger`,
    title: `Heads of the ledger of ${controller.name}`,
    author: controller.name,
    fallbackDay: '1970-01-01',
    entries: heads.map(({ day, size, hash, jws }) => ({
      id: `head-${day}`,
      title: `Head of ${day}`,
      day,
      text: `${size} entries, ${hash}. Signed: ${jws}`,
    })),
  });
}

/** One entry for each scope: what came in, what changed, what went (GL-5). */
export function toScopesFeed({ site, configuration, loaded }: Facts): PageAnswer {
  const { controller } = configuration;
  return toFeed({
    address: `${site.name}/scopes.atom`,
    page: `${site.name}/privacy#GL-5`,
    title: `What ${controller.name} collects, and what changed`,
    author: controller.name,
    fallbackDay: '1970-01-01',
    entries: loaded.scopes.map(({ number, date, kind, added, widened, changed, removed }) => ({
      id: `scope-${number}`,
      title: `Scope ${number} (${kind})`,
      day: date,
      text: toSentences({ added, widened, changed, removed }),
    })),
  });
}

function toSentences(changes: Readonly<Record<string, readonly string[]>>): string {
  const sentences = Object.entries(changes)
    .filter(([, names]) => names.length > 0)
    .map(([change, names]) => `${change[0]?.toUpperCase()}${change.slice(1)}: ${names.join(', ')}.`);
  return sentences.join(' ') || 'No metric changed; purposes, paths or processors did.';
}

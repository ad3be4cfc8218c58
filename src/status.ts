/** Says what Askfirst does in this browser now. Creates no database, and loads nothing: a page may ask while offline. */

import type { Status } from './api.ts';
import type { Core } from './core.ts';
import { expiryOf } from './decision/decision.ts';
import { countHeld } from './send/rights-store.ts';

/** What it looks at. */
export type StatusParts = Pick<Core, 'device' | 'keeper' | 'buffer' | 'drops' | 'rights'>;

/** `status()` of the public face. */
export async function readStatus({ device, keeper, buffer, drops, rights }: StatusParts): Promise<Status> {
  const { site } = device;
  const { decision, effective, reason, grant, stored } = await keeper.refresh();
  const waiting = await buffer.read();
  const decided = stored !== 'unreadable' && stored?.decision === decision ? stored : undefined;
  const isInMemory = buffer.hasFailed() || (site.buffer === 'memory' && effective === 'buffering');
  return {
    decision,
    purposes: grant?.purposes ?? [],
    ...(decided && { decidedOn: decided.day, expiresOn: expiryOf(decided) }),
    scope: grant?.scope ?? site.registry.scope,
    effective,
    reason,
    storage: reason === 'storage-unavailable' || isInMemory ? 'memory' : effective === 'off' ? 'none' : 'indexeddb',
    buffered: waiting.length,
    held: await countHeld(rights).catch(() => 0),
    dropped: await drops.read(),
  };
}

/** Makes a browser one that was never here, for those who share it. A request that waits is not forgotten with the rest. */

import { promisifyRequest } from 'idb-keyval';
import { toHex } from '../../contract/handle.ts';
import { endOf } from '../buffer/database.ts';
import type { Core } from '../core.ts';
import { isDenial } from '../decision/decision.ts';
import { readHoldings } from './holdings.ts';
import { setAside } from './set-aside.ts';

/** Longest wait for a batch or a decision under way. Our choice: they take milliseconds. */
const PATIENCE_MS = 5_000;

/** True once it is done. The decision goes last: until then whatever is missing stops what it is needed for. */
export async function forgetDevice({ device, keeper, rights, others, announce, drops }: Core): Promise<boolean> {
  const isGone = await keeper.alone(PATIENCE_MS, async (holds) => {
    const { stored } = await keeper.refresh();
    if (isDenial(stored)) await setAside(rights, 'withdraw', { id: toHex(device.random(8)) });
    const { entries } = await readHoldings(rights.existing);
    if (!holds()) return false;
    if (entries[0]) {
      const kept = entries.map(({ key }) => String(key));
      await rights.strict('readwrite', async (store) => {
        const ended = endOf(store);
        for (const key of await promisifyRequest(store.getAllKeys()))
          if (!kept.includes(String(key))) store.delete(key);
        return ended;
      });
    } else await rights.destroy();
    await device.onForget?.();
    for (const database of others) await database.destroy();
    drops.clear();
    return true;
  });
  await announce();
  return isGone;
}

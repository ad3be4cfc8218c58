/** The module that is loaded when something waits to be withdrawn or erased, or the visitor uses a right or opens the centre. */

import type { Core, Rights, RoomModule } from './core.ts';

import { createCentre } from './rights/open-centre.ts';
import { createOutbox } from './rights/outbox.ts';
import { createOwnCopy } from './rights/own-copy.ts';
import { createRequests } from './rights/requests.ts';

/** Puts the rooms of this module together. */
export const createRoom: RoomModule<Rights>['createRoom'] = (core: Core) => {
  const outbox = createOutbox(core);
  const requests = createRequests(core, outbox);
  const ownCopy = createOwnCopy(core);
  /** Reading what storage refuses, or words that do not load, is told and not thrown into the page. */
  const orRefused = <Result>(reading: Promise<Result>) =>
    reading.catch(() => ({ refused: 'could-not-be-loaded' as const }));
  const access = () => orRefused(ownCopy.access());
  const exportKey = () => orRefused(ownCopy.exportKey());
  return {
    sendOutbox: outbox.send,
    withdrawn: requests.withdrawn,
    erase: () => requests.erase(),
    access,
    exportKey,
    show: createCentre(core, { outbox, requests, ownCopy, access, exportKey }),
  };
};

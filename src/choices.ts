/** The module that is loaded when the visitor is asked, or somebody asks what waits here. Whoever has decided is spared it. */

import { createGrant } from './choices/grant.ts';
import { createQuestion } from './choices/question.ts';
import { readStatus } from './choices/status.ts';
import { createWaitingList } from './choices/waiting-list.ts';
import type { Choices, Core, RoomModule } from './core.ts';

/** Puts the rooms of this module together. */
export const createRoom: RoomModule<Choices>['createRoom'] = (core: Core) => {
  const list = createWaitingList(core);
  const grant = createGrant(core);
  const status = () => readStatus(core);
  return { ...list, grant, status, show: createQuestion(core, { ...list, grant, status }) };
};

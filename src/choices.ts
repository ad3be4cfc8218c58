/** The module that is loaded when the visitor is asked, or takes something back. Whoever has decided is spared it. */

import { createForget } from './choices/forget.ts';
import { createGrant } from './choices/grant.ts';
import { createLeaving } from './choices/leaving.ts';
import { createQuestion } from './choices/question.ts';
import type { Choices, Core, RoomModule } from './core.ts';

/** Puts the rooms of this module together. */
export const createRoom: RoomModule<Choices>['createRoom'] = (core: Core) => {
  const forget = createForget(core);
  const grant = createGrant(core);
  return { forget, grant, show: createQuestion(core, { forget, grant }), ...createLeaving(core) };
};

/** Loads a part of the snippet from beside the script when it is needed. */

import type { Core, RoomModule } from './core.ts';

/** Asks for a room: loaded once, and tried again if that failed. */
export function onDemand<Room>(file: string, core: () => Core): () => Promise<Room> {
  let room: Promise<Room> | undefined;
  return () => {
    room ??= import(core().device.baseUrl + file).then(({ createRoom }: RoomModule<Room>) => createRoom(core()));
    room.catch(() => {
      room = undefined;
    });
    return room;
  };
}

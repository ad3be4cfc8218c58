import type { Turns } from './turns.ts';

interface Wish {
  readonly page: number;
  readonly isShared: boolean;
  isHeld: boolean;
  readonly grant: () => void;
  readonly rob: () => void;
}

/** Web Locks of one browser, in the order asked for; whoever learns of a grant or a theft learns of it a turn later. */
export class PlayedLocks {
  readonly #turns: Turns;
  readonly #queues = new Map<string, Wish[]>();

  constructor(turns: Turns) {
    this.#turns = turns;
  }

  /** The manager of one page. */
  managerFor(page: number): LockManager {
    const request = (name: string, options: LockOptions, callback: (lock: Lock | null) => unknown): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const queue = this.#queues.get(name) ?? [];
        this.#queues.set(name, queue);
        let isRobbed = false;
        const wish: Wish = {
          page,
          isShared: options.mode === 'shared',
          isHeld: false,
          grant: () => {
            wish.isHeld = true;
            this.#turns.add(page, `${name}: lock granted`, () => {
              const end = (settle: () => void) => {
                if (isRobbed) return;
                this.#leave(name, wish);
                settle();
              };
              void Promise.resolve(callback({ name, mode: options.mode ?? 'exclusive' })).then(
                (value) => end(() => resolve(value)),
                (error: unknown) => end(() => reject(error)),
              );
            });
          },
          rob: () => {
            isRobbed = true;
            this.#turns.add(page, `${name}: lock stolen`, () => reject(new DOMException('stolen', 'AbortError')));
          },
        };
        if (this.#turns.isDead(page)) return;
        const { signal } = options;
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        signal?.addEventListener('abort', () => {
          if (wish.isHeld || !queue.includes(wish)) return;
          this.#leave(name, wish);
          reject(signal.reason);
        });
        if (options.steal) {
          for (const held of queue.filter(({ isHeld }) => isHeld)) {
            queue.splice(queue.indexOf(held), 1);
            held.rob();
          }
          queue.unshift(wish);
        } else {
          queue.push(wish);
        }
        this.#grant(queue);
      });
    const manager = { request, query: () => Promise.reject(new Error('not played')) };
    // As much of a manager as the snippet touches.
    return manager as unknown as LockManager;
  }

  /** A page has died: it holds and wishes for nothing. */
  killPage(page: number): void {
    for (const [name, queue] of this.#queues)
      for (const wish of [...queue]) if (wish.page === page) this.#leave(name, wish);
  }

  #leave(name: string, wish: Wish): void {
    const queue = this.#queues.get(name) ?? [];
    const at = queue.indexOf(wish);
    if (at !== -1) queue.splice(at, 1);
    this.#grant(queue);
  }

  #grant(queue: readonly Wish[]): void {
    for (const [at, wish] of queue.entries()) {
      const ahead = queue.slice(0, at);
      if (ahead.some((other) => !(other.isShared && wish.isShared))) return;
      if (!wish.isHeld) wish.grant();
    }
  }
}

import type { LockRequest } from './protocol.ts';

/** Web Locks as the standard has them: first come, first served; many share or one holds; `steal` takes at once. */
export class Locks {
  #requests: LockRequest[] = [];

  ask(request: LockRequest): void {
    this.#requests.push(request);
  }

  /** Can this wish be granted now, in turn or by stealing? Nobody robs a thief as long as that one may rely on its lease. */
  isGrantable(request: LockRequest, holds: (other: LockRequest) => boolean): boolean {
    if (request.state !== 'waiting') return false;
    const isFreshThief = (other: LockRequest) =>
      other.name === request.name && other.steals && other.state === 'held' && holds(other);
    if (request.steals) return !this.#requests.some(isFreshThief);
    for (const other of this.#requests) {
      if (other === request) return true;
      if (other.name === request.name && !(other.shared && request.shared)) return false;
    }
    return true;
  }

  grant(request: LockRequest): void {
    // Only a thief finds anybody here: who waits for its turn is granted when nobody is in the way.
    const blocks = (other: LockRequest) =>
      other.name === request.name && other.state === 'held' && !(other.shared && request.shared);
    for (const other of this.#requests) if (blocks(other)) other.state = 'stolen';
    request.state = 'held';
    this.#requests = this.#requests.filter((other) => other.state !== 'stolen' && other !== request);
    this.#requests.unshift(request);
  }

  isHeld(name: LockRequest['name']): boolean {
    return this.#requests.some((request) => request.name === name && request.state === 'held');
  }

  release(request: LockRequest): void {
    if (request.state === 'held' || request.state === 'waiting') request.state = 'released';
    this.#requests = this.#requests.filter((other) => other !== request);
  }

  /** A tab has died: the browser releases what it held or wished for. */
  releaseAll(tab: number): void {
    for (const request of this.#requests.filter((each) => each.tab === tab)) this.release(request);
  }
}

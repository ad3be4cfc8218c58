/** The ways a store refuses. The receiving steps turn each into its problem document. */

/** Too much is waiting already; nothing of the call is stored. Becomes 503 `overloaded`. */
export class StoreBusy extends Error {
  constructor() {
    super('Too many events are waiting to be written.');
    this.name = 'StoreBusy';
  }
}

/** The commit failed; nothing of the call is stored. Becomes 503 `storage-unavailable`; the message is for the log only. */
export class StoreUnavailable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StoreUnavailable';
  }
}

/** A question took longer than it may. Becomes 503 `timed-out`; asked for fewer days it may be answered. */
export class StoreTooSlow extends Error {
  constructor() {
    super('The question took too long and was broken off.');
    this.name = 'StoreTooSlow';
  }
}

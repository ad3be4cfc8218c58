/** Numbers that page and collector must agree on. Those we chose say so; those from a standard name it. */

/** Version of the wire (design 6). A collector refuses any other. */
export const WIRE_VERSION = 1;

/** Header of every answer of a collector. A 2xx without it came from somebody else (a captive portal, a login page). */
export const COLLECTOR_HEADER = 'Askfirst-Collector';

/** Most events in one batch. Our choice: a batch of 50 stays far below the byte limit. */
export const MAX_BATCH_EVENTS = 50;

/**
 * Largest body of a batch, in bytes.
 * The Fetch standard fails a `keepalive` request once 64 KiB are in flight for the page, shared with the host
 * page's own requests; we leave them a quarter. Source: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
 */
export const MAX_BATCH_BYTES = 48 * 1024;

/** Largest event, as JSON, in bytes. Our choice: 1/12 of a batch, several times the largest honest event. */
export const MAX_EVENT_BYTES = 4 * 1024;

/** Longest normalised path, in UTF-16 units. Our choice. */
export const MAX_PATH_LENGTH = 200;

/** How many days back from the collector's clock an event may lie (design 5.5). */
export const MAX_EVENT_AGE_DAYS = 3;

/** How far ahead of the collector's clock an event may lie (design 5.5). */
export const MAX_CLOCK_LEAD_MS = 60 * 60 * 1000;

/** How long a decision stands, yes and no alike, in calendar months (design 5.3; CNIL advises at least 6 for a no). */
export const DECISION_MONTHS = 6;

/** Bytes of a handle and of the event id made from it (design 2). */
export const HANDLE_BYTES = 16;

/** Bytes of a receipt secret (design 2). */
export const RECEIPT_SECRET_BYTES = 32;

/** What an undecided visitor's buffer holds at most (design 5.4). */
export const UNDECIDED_BOUNDS = { maxEvents: 200, maxBytes: 1024 * 1024, maxAgeMs: 24 * 60 * 60 * 1000 } as const;

/** What the buffer holds at most after a yes (design 5.4). */
export const GRANTED_BOUNDS = { maxEvents: 1_000, maxBytes: 1024 * 1024, maxAgeMs: 3 * 24 * 60 * 60 * 1000 } as const;

/** Most handles in one part of a request to withdraw, erase or see (design 5.6). */
export const MAX_PART_HANDLES = 1_000;

/** Handles kept in reserve for clicks that leave the site and for page hide; also the most that may be named without day (design 5.5, 6). */
export const RESERVE_HANDLES = 16;

/** Largest body of a part, in bytes. Our choice: 1,000 handles of 22 characters, each in a group of its own. */
export const MAX_RIGHTS_BYTES = 192 * 1024;

/** What an erasure does with each table: told on the schema page, and held against the live tables by a test. */

/** By table. `rows` have a handler that removes what is named; all others say why they need none. */
export const ERASURE_BY_TABLE: Readonly<
  Record<string, { readonly rows: 'removed' } | { readonly rows: 'kept'; readonly why: string }>
> = {
  events: { rows: 'removed' },
  consents: { rows: 'removed' },
  salts: { rows: 'removed' },
  preferences: { rows: 'removed' },
  told_grants: {
    rows: 'kept',
    why: 'Keyed hashes of grants whose yes was told, so that a repetition undoes no later no; they lead to nobody.',
  },
  names: { rows: 'kept', why: 'Names of sites, metrics and properties; all of them are in the dictionary.' },
  closed_days: { rows: 'kept', why: 'Days and sites only.' },
  drops: { rows: 'kept', why: 'Counts by day and reason, of all browsers together.' },
  cells: { rows: 'kept', why: 'Figures of many browsers, published and anonymous.' },
  commitments: { rows: 'kept', why: 'Hashes that tell nothing once record and salt are gone.' },
  erasures: { rows: 'kept', why: 'A random mark.' },
  sites: { rows: 'kept', why: 'Names of sites.' },
  tombstones: { rows: 'kept', why: 'Keyed hashes that keep what was erased from coming back, until their month.' },
  state: { rows: 'kept', why: 'A random mark.' },
  entries: { rows: 'kept', why: 'Releases, wordings, keys and hashes; nothing of a visitor.' },
  heads: { rows: 'kept', why: 'Signed hashes.' },
  requests: { rows: 'kept', why: 'Kind, state, month and rounded counts; no handle and no person.' },
};

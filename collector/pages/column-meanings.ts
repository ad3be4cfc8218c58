/** What each column of the store is for. A test holds this list against the live tables: none is missing, none too many. */

const SITE = 'Which site, as a number from names.';
const DAY = 'Days since 1970-01-01 in the site’s time zone.';
const METRIC = 'Which metric, as a number from names.';

/** Meanings by table and column. */
export const COLUMN_MEANINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  names: {
    id: 'A number that stands for a name.',
    name: 'Name of a site, a metric or a property.',
  },
  events: {
    site: SITE,
    day: DAY,
    metric: METRIC,
    id: 'First 16 bytes of SHA-256 of a random number that only the visitor’s browser has.',
    hour: 'Hour of the day, only if the site keeps hours.',
    properties: 'The metric’s properties, packed.',
    first: '1 if it was this browser’s first of the day for this metric and value.',
    session: 'Random number of the visit, only for metrics that were reviewed for it.',
    sequence: 'Place within the visit, only together with session.',
  },
  closed_days: { site: SITE, day: `${DAY} Its figures are published and final.` },
  drops: {
    site: SITE,
    day: `${DAY} On it we learnt of them.`,
    reason: 'Why events were dropped, from a closed list.',
    count: 'How many, all browsers together.',
  },
  cells: {
    site: SITE,
    metric: METRIC,
    day: DAY,
    value: 'The value counted, or “(other)” for all that too few browsers share.',
    count: 'How often.',
    firsts: 'From how many browsers.',
  },
  consents: {
    site: 'Which site.',
    day: 'Day of the yes; no hour.',
    record_id: 'Number of the receipt that the visitor keeps.',
    receipt_key: 'SHA-256 of a secret that only the visitor’s browser has.',
    purposes: 'The purposes that were accepted.',
    scope: 'Number of the scope that was accepted.',
    notice: 'SHA-256 of the words that were shown.',
    language: 'Language of those words.',
    method: 'Where the choice was made: banner, centre or api.',
    includes_earlier: '1 if notes from before the yes were included.',
  },
  commitments: {
    site: 'Which site.',
    day: 'Day of the yes.',
    commitment: 'SHA-256 over a random salt and the record of the yes. Without both it tells nothing.',
  },
  salts: {
    site: 'Which site.',
    record_id: 'Number of the receipt.',
    salt: 'Random number that goes when the yes is withdrawn.',
  },
  entries: {
    site: 'Which site.',
    number: '1, 2, 3 … within the site.',
    day: 'Day on which it was entered.',
    kind: 'What it is about: release, notice, script, key, consents of a day, requests of a month.',
    content: 'Digests and names, never anything of a visitor.',
    hash: 'SHA-256 over the entry and the hash before it.',
  },
  heads: {
    site: 'Which site.',
    day: 'Day of the head.',
    size: 'How many entries it covers.',
    hash: 'The hash of the last of them.',
    jws: 'The head, signed, as it is published.',
  },
  requests: {
    site: 'Which site.',
    number: '1, 2, 3 … within the site.',
    month: 'Month of the request; no day.',
    kind: 'access, erasure or withdrawal.',
    state: 'answered, provisional or final.',
    named: 'How many notes were named, rounded.',
    found: 'How many were found, rounded.',
    hash: 'SHA-256 over the line and the hash before it.',
  },
  erasures: {
    id: 'Always 1.',
    mark: 'Which tombstones these events were compared with last.',
  },
  sites: { id: 'A number that stands for a site.', name: 'Which site.' },
  tombstones: {
    site: 'Which site, as a number from sites.',
    hash: 'Keyed hash of what was erased and must not come back. Only the key in the data folder can tell of what.',
    until_month: 'Month after which it may be forgotten, counted from the year nought.',
    found: '1 if there was something to erase.',
  },
  state: { id: 'Always 1.', mark: 'Changes with every new tombstone.' },
};

/** From what stands by the rules to what must lie in the collector's files. Shares no code with the product. */
import { createHmac } from 'node:crypto';
import { toGroupName, toGroupSize } from './group-name.ts';
import type { WeekModel } from './week-model.ts';

/** What must be there, and nothing else. */
export interface ExpectedContent {
  /** How many rows, and how many of them first, by day, metric and properties. */
  readonly groups: ReadonlyMap<string, string>;
  /** Keyed hashes of people whose yes stands, hex. */
  readonly rows: ReadonlySet<string>;
  readonly consents: number;
}

/** @param hashing the collector's own key for preferences, and the name of the site */
export function expectContent(
  model: WeekModel,
  hashing: { readonly key: string; readonly site: string },
): ExpectedContent {
  const counted = new Map<string, { count: number; firsts: number }>();
  for (const { day, metric, properties, first } of model.all().flatMap(({ stored }) => stored)) {
    const name = toGroupName(day, metric, properties);
    const { count, firsts } = counted.get(name) ?? { count: 0, firsts: 0 };
    counted.set(name, { count: count + 1, firsts: firsts + (first ? 1 : 0) });
  }
  return {
    groups: new Map([...counted].map(([name, { count, firsts }]) => [name, toGroupSize(count, firsts)] as const)),
    rows: new Set([...model.rows].map((person) => toRow(person, hashing))),
    // A yes is recorded whoever signed the token, for its record names nobody; a withdrawal takes the record along.
    consents: model.all().filter(({ decision }) => decision === 'granted').length,
  };
}

/** A keyed hash over organisation and name, each after its length; the key is another for each site. */
function toRow(person: string, { key, site }: { readonly key: string; readonly site: string }): string {
  const ofSite = createHmac('sha256', key).update(site).digest();
  const hash = createHmac('sha256', ofSite);
  for (const part of person.split('/')) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(part));
    hash.update(length).update(part);
  }
  return hash.digest('hex');
}

/** What a receipt says beyond the record: the fields of ISO/IEC TS 27560 that the registry knows. Pure. */

import { addMonths } from '../../contract/day.ts';
import { DECISION_MONTHS } from '../../contract/limits.ts';
import type { LoadedRegistry } from '../registry/loaded-registry.ts';
import type { ConsentRecord } from '../store/store.ts';

/** One purpose as it was agreed to. */
interface AgreedPurpose {
  readonly purpose: string;
  /** In the language of the notice. */
  readonly title: string;
  readonly text: string;
  readonly legalBasis: 'consent';
  readonly data: readonly {
    readonly metric: string;
    readonly description: string;
    readonly category: string;
    readonly retentionDays: number;
  }[];
}

/** Fields of the receipt. */
export interface ReceiptDetails {
  /** Last day on which the grant stands. */
  readonly validUntil: string;
  readonly processing: readonly AgreedPurpose[];
  readonly collectionMethod: string;
  readonly storage: { readonly place?: string | undefined; readonly region?: string | undefined };
  readonly backupMaxDays: number;
  readonly recipients: readonly { readonly name: string; readonly role: string; readonly country: string }[];
  /** No person is identified (GDPR Art. 11): whoever holds the receipt secret is the one who agreed. */
  readonly subject: string;
}

/** As the registry in force tells it. */
export function toReceiptDetails(
  record: Pick<ConsentRecord, 'purposes' | 'language' | 'day' | 'scope'>,
  { configuration, registry, metrics }: LoadedRegistry,
): ReceiptDetails {
  const fallback = configuration.languages[0] ?? record.language;
  const local = (text: Readonly<Record<string, string>>) => text[record.language] ?? text[fallback] ?? '';
  const { place, region, backupMaxDays } = configuration.storage;
  return {
    validUntil: addMonths(record.day, DECISION_MONTHS),
    processing: record.purposes.map((purpose) => {
      const declared = configuration.purposes[purpose];
      const data = Object.entries(registry.metrics).flatMap(([metric, rule]) => {
        const definition = metrics[metric]?.definition;
        // What came in after the scope agreed to is not covered.
        if (rule.purpose !== purpose || rule.since > record.scope || !definition) return [];
        const { description, category, retentionDays } = definition;
        return [{ metric, description, category, retentionDays }];
      });
      return {
        purpose,
        title: declared ? local(declared.title) : purpose,
        text: declared ? local(declared.text) : '',
        legalBasis: 'consent',
        data,
      };
    }),
    collectionMethod: 'recorded by a script of this site in the browser, sent to this site only',
    storage: { place, region },
    backupMaxDays,
    recipients: configuration.processors
      .filter(({ until }) => until === undefined || until > record.day)
      .map(({ name, role, country }) => ({ name, role, country })),
    subject: 'nobody is identified; whoever holds the receipt secret proves this consent to be theirs',
  };
}

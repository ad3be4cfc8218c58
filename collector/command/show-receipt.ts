/**
 * What the controller can show for one receipt (UI-D1): when, which version, which words, what was pressed, and the
 * ledger's entries of them. Comes in: what a genuine receipt says, and a data folder. Changes nothing.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { toNotice } from '../receive/site-texts.ts';
import { type LedgerRows, verifyLedger } from '../rights/ledger/verify-ledger.ts';
import { NOTICES_FOLDER } from '../rights/notices.ts';
import type { EntryKind, LedgerEntry } from '../store/ledger.ts';

/** What was found, and what is missing or does not fit. */
export interface ShownReceipt {
  readonly lines: readonly string[];
  /** Sentences; none if everything is there. */
  readonly problems: readonly string[];
}

/** What is read of a receipt; it says more (rights/receipt.ts). */
const receiptShape = z.object({
  kind: z.literal('receipt'),
  recordId: z.string(),
  site: z.string(),
  receiptKey: z.string(),
  purposes: z.array(z.string()),
  scope: z.object({ number: z.number(), digest: z.string() }),
  // The name of a file is made of it.
  notice: z.object({ digest: z.string().regex(/^[0-9a-f]{64}$/), language: z.string() }),
  method: z.string(),
  includesEarlier: z.boolean(),
  day: z.string(),
  hour: z.number(),
  timeZone: z.string(),
  ledgerHead: z.object({ day: z.string(), size: z.number(), hash: z.string() }).optional(),
});

type Receipt = z.infer<typeof receiptShape>;

/** Where each method is pressed, in words. */
const METHODS: Readonly<Record<string, string>> = {
  banner: 'accepted in the banner',
  centre: 'accepted in the privacy centre',
  api: "accepted by the page's own code (askfirst.decide)",
};

/** An entry, told so that it can be found again. */
const told = ({ number, day }: LedgerEntry): string => `entry ${number} of the ledger, of ${day}`;

/** @returns undefined for what is no receipt */
export function showReceipt(
  payload: unknown,
  { folder, sites }: { readonly folder: string; readonly sites: readonly LedgerRows[] },
): ShownReceipt | undefined {
  const parsed = receiptShape.safeParse(payload);
  if (!parsed.success) return undefined;
  const receipt = parsed.data;
  const rows = sites.find(({ site }) => site === receipt.site);
  if (!rows) {
    const problem = `The ledger in ${folder} knows no ${receipt.site}. Name the data folder of its collector with --data.`;
    return { lines: [], problems: [problem] };
  }
  const { ledgerHead: head, scope, notice } = receipt;
  const problems = [...verifyLedger(rows, head ? [{ ...head, site: receipt.site }] : [])];
  const entries = [...rows.entries];
  const release = findEntry(entries, 'release', { scope: scope.number, digest: scope.digest });
  if (!release)
    problems.push(
      `The ledger has no release of scope ${scope.number} with the digest of the receipt. A new one is entered within the hour.`,
    );
  const shown = findEntry(entries, 'notice', { notice: notice.digest, language: notice.language });
  if (!shown)
    problems.push(
      `The ledger has no entry of the words ${notice.digest} in ${notice.language}. New ones are entered within the hour.`,
    );
  const words = readWords(folder, receipt);
  if ('problem' in words) problems.push(words.problem);
  const scripts = scriptsOn(receipt.day, entries);
  if (scripts.length === 0) problems.push(`The ledger has no script that was in force on ${receipt.day}.`);
  const record = showRecord(receipt, rows, entries);
  if (!record.fits) problems.push(record.text);
  const lines = [
    `when: ${receipt.day}, in the hour from ${receipt.hour}:00 (${receipt.timeZone})`,
    `version: scope ${scope.number}, digest ${scope.digest}${release ? `; ${told(release)}` : ''}`,
    `action: ${METHODS[receipt.method] ?? receipt.method}, to ${receipt.purposes.join(', ')}; what had been recorded before is ${receipt.includesEarlier ? '' : 'not '}included`,
    `words: notice ${notice.digest}, in ${notice.language}${shown ? `; ${told(shown)}` : ''}`,
    ...('text' in words ? words.text.trimEnd().split('\n') : []),
    ...scripts.map((entry) => `script: askfirst.js, SHA-256 ${toScriptDigest(entry)} (base64); ${told(entry)}`),
    ...(record.fits ? [`record: ${record.text}`] : []),
    head
      ? `ledger: ${problems.length === 0 ? 'unchanged' : 'compared'} up to the head of ${head.day} in the receipt (${head.size} entries, ${head.hash})`
      : 'ledger: the receipt names no head, so that it cannot be told whether all of it was written anew',
  ];
  return { lines, problems };
}

/** The first entry of the kind that says all of this. */
function findEntry(entries: readonly LedgerEntry[], kind: EntryKind, wanted: Readonly<Record<string, unknown>>) {
  return entries.find((entry) => {
    if (entry.kind !== kind) return false;
    const content = parse(entry.content);
    return Object.entries(wanted).every(([name, value]) => content?.[name] === value);
  });
}

/** The script that the day began with and those that came in on it; one of them asked. */
function scriptsOn(day: string, entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  const scripts = entries.filter((entry) => entry.kind === 'script' && entry.day <= day);
  const before = scripts.filter((entry) => entry.day < day).slice(-1);
  return [...before, ...scripts.filter((entry) => entry.day === day)];
}

function toScriptDigest({ content }: LedgerEntry): string {
  return String(parse(content)?.sha256);
}

/** The exact words, as they were kept before they were first shown; their digest is worked out again. */
function readWords(folder: string, { notice }: Receipt): { readonly text: string } | { readonly problem: string } {
  const path = join(folder, NOTICES_FOLDER, `${notice.digest}.json`);
  if (!existsSync(path)) return { problem: `${path} is missing. Restore it from a backup: it holds the words shown.` };
  const text = readFileSync(path, 'utf8');
  const { notice: _, ...words } = parse(text) ?? {};
  // Whatever the file holds, the digest is that of the words that were shown, or not.
  const digest = toNotice(words as unknown as Parameters<typeof toNotice>[0]);
  if (digest === notice.digest) return { text };
  return { problem: `${path} was altered: its words have another digest. Restore it from a backup.` };
}

/** Our own record, and the commitment to it under the day's entry; both are gone after a withdrawal. */
function showRecord(receipt: Receipt, { salted }: LedgerRows, entries: readonly LedgerEntry[]) {
  for (const { record } of salted) {
    if (record.receiptKey !== receipt.receiptKey) continue;
    const fits =
      record.recordId === receipt.recordId &&
      record.day === receipt.day &&
      record.scope === receipt.scope.number &&
      record.notice === receipt.notice.digest &&
      record.language === receipt.notice.language &&
      record.method === receipt.method &&
      record.includesEarlier === receipt.includesEarlier &&
      record.purposes.join(' ') === receipt.purposes.join(' ');
    if (!fits) return { fits, text: `The record ${record.recordId} kept here says something else than the receipt.` };
    const entry = findEntry(entries, 'consents', { day: receipt.day });
    const entered = entry ? `among the consents of ${told(entry)}` : 'not entered yet: its day is not over';
    return { fits, text: `${receipt.recordId} is kept here and says the same; ${entered}` };
  }
  return {
    fits: true,
    text: `${receipt.recordId} is not kept here: it was withdrawn, or this folder is older than it`,
  };
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // Only looked into by names.
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    // Somebody altered it; what it should have said is then missing, and that is told.
    return undefined;
  }
}

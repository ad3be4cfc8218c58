import { DROP_REASONS } from '../../contract/drop-reasons.ts';
import { PROBLEMS } from '../../contract/problems.ts';
import { type MeasuredBudget, measureBudgets } from '../sizes/budgets.ts';
import { printNumber, printTable } from './print-table.ts';

const NOTE = '<!-- Printed from the code by `npm run docs`; a test compares. Do not edit. -->';

/** docs/problems.md: every refusal of the collector. */
export function printProblems(): string {
  const rows = Object.entries(PROBLEMS)
    .sort(([a, one], [b, other]) => one.status - other.status || a.localeCompare(b))
    .map(([code, { status, fix }]) => [String(status), `\`${code}\``, fix]);
  return `# Problems

${NOTE}

The collector answers what it refuses with a problem document (RFC 9457, \`application/problem+json\`). Its \`code\` is one of these and never
changes its meaning; \`detail\` says more about the case at hand.

${printTable(['>status', 'code', 'what to do'], rows)}
`;
}

/** docs/drop-reasons.md: why an event was dropped. */
export function printDropReasons(): string {
  const rows = Object.entries(DROP_REASONS).map(([reason, meaning]) => [`\`${reason}\``, meaning]);
  return `# Drop reasons

${NOTE}

Every event that Askfirst drops has one of these reasons, and is counted: \`await askfirst.status()\` shows the counts of this page under
\`dropped\`, and \`askfirst(…)\` answers \`{ dropped: reason }\`. What a browser evicts, or cuts off while a page is being left, leaves no count.

${printTable(['reason', 'meaning'], rows)}
`;
}

/** The size table of README.md. */
export function printSizes(measured: readonly MeasuredBudget[] = measureBudgets()): string {
  const rows = measured.flatMap(({ what, files, sizes, total, maxBytes, heldAtBytes }) => {
    const cells = (name: string, { rawBytes, gzipBytes, brotliBytes }: MeasuredBudget['total'], most: string) => [
      name,
      printNumber(rawBytes),
      printNumber(gzipBytes),
      printNumber(brotliBytes),
      most,
    ];
    const missed = heldAtBytes === undefined ? '' : ', missed';
    const most = maxBytes === undefined ? '–' : printNumber(maxBytes) + missed;
    const single = files.length === 1 ? `: \`${files[0]}\`` : '';
    return [
      cells(`${what}${single}`, total, most),
      ...(files.length > 1 ? files : []).flatMap((file, index) => {
        const size = sizes[index];
        return size === undefined ? [] : [cells(`– \`${file}\``, size, '')];
      }),
    ];
  });
  return printTable(['bytes of', '>raw', '>gzip', '>Brotli', '>at most'], rows);
}

/** A Markdown table. Cells are plain text; a bar in one would end it, so bars are escaped. */
export function printTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  // A head that begins with `>` has its column set flush right, as numbers like it.
  const rule = heads.map((head) => (head.startsWith('>') ? '--:' : '---'));
  return [line(heads.map((head) => head.replace(/^>/, ''))), line(rule), ...rows.map(line)].join('\n');
}

/** 12345 as `12,345`. */
export function printNumber(value: number): string {
  return value.toLocaleString('en-GB', { maximumFractionDigits: 0 });
}

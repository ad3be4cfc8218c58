import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Files under a folder that hold this text; where it is written in hex, also those that hold its bytes. */
export function filesWith(folder: string, text: string): string[] {
  const bytes = /^(?:[0-9a-f]{2}){8,}$/.test(text) ? Buffer.from(text, 'hex') : undefined;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(folder, name);
    if (!statSync(path).isFile()) return false;
    const content = readFileSync(path);
    return content.includes(text) || (bytes !== undefined && content.includes(bytes));
  });
}

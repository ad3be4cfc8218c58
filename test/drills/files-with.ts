import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readBytes } from '../read-bytes.ts';

/** Files under a folder that hold this text; where it is written in hex, also those that hold its bytes. */
export function filesWith(folder: string, text: string): string[] {
  const bytes = /^(?:[0-9a-f]{2}){8,}$/.test(text) ? Buffer.from(text, 'hex') : undefined;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const content = readBytes(join(folder, name));
    return content.includes(text) || (bytes !== undefined && content.includes(bytes));
  });
}

/** Colours, only where a person looks: on a terminal, and not against NO_COLOR (https://no-color.org). */

import { styleText } from 'node:util';
import type { Terminal } from './terminal.ts';

/** Makes a painter for one stream of the terminal. */
export function createPainter(
  { env, ...streams }: Pick<Terminal, 'env' | 'stdout' | 'stderr'>,
  stream: 'stdout' | 'stderr' = 'stdout',
): (style: 'bold' | 'dim' | 'red' | 'yellow' | 'green', text: string) => string {
  const isPainted = streams[stream].isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  return (style, text) => (isPainted ? styleText(style, text, { validateStream: false }) : text);
}

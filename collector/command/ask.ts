/** Asks the person at the terminal. Where nobody sits, whoever asks must have been told by flags. */

import { createInterface } from 'node:readline/promises';
import type { Terminal } from './terminal.ts';

/** Is there a person to ask? */
export function isInteractive({ stdin, stdout }: Pick<Terminal, 'stdin' | 'stdout'>): boolean {
  return stdin.isTTY === true && stdout.isTTY === true;
}

/** Asks one question after the other; an empty answer takes what is offered, or asks again. */
export async function askAll(
  questions: Readonly<Record<string, { readonly text: string; readonly offered?: string | undefined }>>,
  terminal: Pick<Terminal, 'stdin' | 'stdout'>,
): Promise<Record<string, string>> {
  const reader = createInterface({ input: terminal.stdin, output: terminal.stdout });
  const answers: Record<string, string> = {};
  try {
    for (const [name, { text, offered }] of Object.entries(questions)) {
      let answer = '';
      while (answer === '')
        answer = (await reader.question(`${text}${offered ? ` [${offered}]` : ''} `)).trim() || (offered ?? '');
      answers[name] = answer;
    }
  } finally {
    reader.close();
  }
  return answers;
}

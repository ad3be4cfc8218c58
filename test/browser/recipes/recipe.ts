/** A recipe of docs/recipes as somebody who copies it has it: a file of its own that finds the package by its name. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import type { Page } from 'playwright-core';
import { openReadConnection } from '../../../collector/store/sqlite/connection.ts';
import { readBytes } from '../../read-bytes.ts';
import { status, until } from '../snippet/visitor.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Undone at the end, the last first. */
export type Undo = () => void | Promise<void>;

/** A server of a recipe while it runs. */
export interface RunningRecipe {
  readonly port: number;
  readonly url: string;
  /** All it has printed. */
  printed(): string;
  /** Asks it to end; its exit code. */
  end(): Promise<number | null>;
}

/** A folder that is removed at the end. */
export function makeTemporary(onEnd: (undo: Undo) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-recipe-'));
  onEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Blocks of code of a page in `docs/`, in their order. */
export function readCode(page: string, language: string): string[] {
  const text = readFileSync(join(ROOT, 'docs', page), 'utf8');
  return [...text.matchAll(/```(\w+)\n([\s\S]*?)```/g)].flatMap(([, name, code = '']) =>
    name === language ? [code] : [],
  );
}

/** Writes a page's code beside packages that it finds by their names, ours among them; the folder it lies in. */
export function writeRecipe(files: Readonly<Record<string, string>>, onEnd: (undo: Undo) => void): string {
  // Not in `dist`: what is published is looked at meanwhile.
  const folder = makeTemporary(onEnd);
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(ROOT, join(folder, 'node_modules/askfirst'));
  for (const name of ['express', 'fastify'])
    symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code);
  return folder;
}

/** Runs a program of ours with Node until it says where it listens. */
export async function run(
  program: readonly string[],
  variables: Readonly<Record<string, string>>,
  onEnd: (undo: Undo) => void,
): Promise<RunningRecipe> {
  const child = spawn(execPath, program, { cwd: ROOT, env: { ...env, ...variables } });
  const ended = once(child, 'exit').then(([code]) => code as number | null); // What the event carries.
  onEnd(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += String(chunk)));
  const port = await readPort(child, () => printed);
  return {
    port,
    url: `http://localhost:${port}`,
    printed: () => printed,
    end() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

async function readPort(child: ChildProcess, printed: () => string): Promise<number> {
  // A recipe prints the sentence, `askfirst serve` a line of JSON.
  const find = () =>
    /listening on (\d+)/.exec(printed())?.[1] ?? /"port":(\d+)[^\n]*collector listens/.exec(printed())?.[1];
  await new Promise<void>((resolve, reject) => {
    const look = () => find() !== undefined && resolve();
    child.stdout?.on('data', look);
    child.once('exit', () => reject(new Error(`It ended before it listened:\n${printed()}`)));
  });
  return Number(find());
}

/** Events stored, by site. Read from the file as anybody with the disk could. */
export function countStored(dataFolder: string): Record<string, number> {
  const connection = openReadConnection(join(dataFolder, 'events.sqlite'));
  try {
    const rows = connection
      .prepare('SELECT name, count(*) AS count FROM events JOIN names ON names.id = events.site GROUP BY name')
      .all() as { name: string; count: number }[]; // What the statement asks for.
    return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
  } finally {
    connection.close();
  }
}

/** Waits until all that a page has sent, and nothing else, is stored for its site; how much that is. */
export function untilStored(page: Page, dataFolder: string, site: string): Promise<number> {
  return until(
    async () => {
      const { held, buffered } = await status(page);
      return buffered === 0 && countStored(dataFolder)[site] === held ? held : 0;
    },
    (held) => held > 0,
  );
}

/** All bytes of all files of a folder, as text that can be searched. */
export function readAllBytes(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => readBytes(join(folder, name)).toString('latin1'))
    .join('\n');
}

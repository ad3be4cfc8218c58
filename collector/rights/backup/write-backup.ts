/** Copies a data folder that is in use into one encrypted file. Each database as it was at one moment, tombstones last. */

import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StartProblem } from '../../start-problem.ts';
import { openReadConnection } from '../../store/sqlite/connection.ts';
import { WORK_FOLDER } from '../../store/sqlite/open-sqlite-store.ts';
import { listBackupFiles } from './backup-files.ts';
import { createSealedFile } from './sealed-stream.ts';

/** How much is held in memory at once. */
const CHUNK_BYTES = 1024 * 1024;

/** What a backup is made of. */
export interface BackupOptions {
  readonly dataFolder: string;
  /** Must not exist yet. */
  readonly file: string;
  readonly secret: string;
  /** Only what bars erased events from coming back: small, and worth copying often. */
  readonly onlyTombstones: boolean;
  onProgress(sentence: string): void;
}

/** Throws, with what to do, where something cannot be read or written; then the file is removed. */
export function writeBackup({ dataFolder, file, secret, onlyTombstones, onProgress }: BackupOptions): void {
  const { databases, others } = listBackupFiles(dataFolder, onlyTombstones);
  if (databases.length === 0)
    throw new StartProblem(`${dataFolder} holds no data of a collector. Name it with --data.`);
  const work = join(dataFolder, WORK_FOLDER);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { mode: 0o700 });
  const sealed = createSealedFile(file, secret);
  const add = (name: string, from: number) => {
    const { size } = fstatSync(from);
    const header = Buffer.from(JSON.stringify({ name, size }));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(header.length);
    sealed.write(Buffer.concat([length, header]));
    let left = size;
    let said = 0;
    while (left > 0) {
      const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, left));
      const got = readSync(from, chunk, 0, chunk.length, null);
      if (got === 0) throw new StartProblem(`${name} became shorter while it was read. Begin again.`);
      sealed.write(chunk.subarray(0, got));
      left -= got;
      const percent = Math.floor((100 * (size - left)) / size);
      if (percent >= said + 10 && size > 16 * CHUNK_BYTES) {
        said = percent;
        onProgress(`${name}: ${percent} %`);
      }
    }
    onProgress(`${name}: ${size} bytes`);
  };
  try {
    for (const name of others) {
      const from = openSync(join(dataFolder, name), 'r');
      try {
        add(name, from);
      } finally {
        closeSync(from);
      }
    }
    for (const name of databases) {
      onProgress(`${name}: copying`);
      const from = openCopy(join(dataFolder, name), join(work, name));
      try {
        add(name, from);
      } finally {
        closeSync(from);
      }
    }
    sealed.end();
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** A copy as of one moment, whatever is written meanwhile. Its name goes before a byte is read, so that no copy is left over. */
function openCopy(path: string, copy: string): number {
  const connection = openReadConnection(path);
  try {
    connection.prepare('VACUUM INTO ?').run(copy);
  } finally {
    connection.close();
  }
  if (!existsSync(copy)) throw new StartProblem(`${path} could not be copied.`);
  const file = openSync(copy, 'r');
  rmSync(copy);
  return file;
}

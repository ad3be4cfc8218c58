/**
 * Puts backups back. Events and consents become those of the backup; what bars erased events from coming back only ever
 * grows: the tombstones of the folder and of every file given are put together, so that the next start removes them again.
 */

import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { CLOCK_FILE } from '../../last-believed.ts';
import { StartProblem } from '../../start-problem.ts';
import { openConnection } from '../../store/sqlite/connection.ts';
import { lockFolder } from '../../store/sqlite/lock-folder.ts';
import { migrate } from '../../store/sqlite/migrate.ts';
import { RESTORE_MARK, WORK_FOLDER } from '../../store/sqlite/open-sqlite-store.ts';
import { CONSENTS_FILE, MIGRATIONS, prepareTombstones } from '../../store/sqlite/schema.ts';
import { readSealedFile } from './sealed-stream.ts';

/** What is put back, and where. */
export interface RestoreOptions {
  readonly dataFolder: string;
  /** One backup of everything, and any number of backups of tombstones. */
  readonly files: readonly string[];
  readonly secret: string;
  onProgress(sentence: string): void;
}

/** All else stays as it is where it is there: keys and ledger are only ever added to, and those of the backup are older. */
const REPLACED = new Set(['events.sqlite', 'consents.sqlite', 'tombstones.sqlite']);

/** Throws, with what to do, and with nothing changed, where a file cannot be read, a key differs, or a collector runs. */
export function restoreBackup({ dataFolder, files, secret, onProgress }: RestoreOptions): void {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(dataFolder);
  const work = join(dataFolder, WORK_FOLDER);
  try {
    rmSync(work, { recursive: true, force: true });
    const unpacked = files.map((file, at) => {
      const folder = join(work, String(at));
      return { file, folder, names: unpack(file, { folder, secret, onProgress }) };
    });
    const whole = unpacked.filter(({ names }) => names.includes('events.sqlite'));
    const [base] = whole;
    if (!base || whole.length > 1) {
      throw new StartProblem('Give one backup of everything, and beside it any number of backups of tombstones.');
    }
    const folders = unpacked.map(({ folder }) => folder);
    requireOneKey([...folders, dataFolder]);
    mergeTombstones(join(base.folder, 'tombstones.sqlite'), [
      ...folders.filter((folder) => folder !== base.folder),
      dataFolder,
    ]);
    keepCommitments(join(base.folder, 'consents.sqlite'), join(dataFolder, 'consents.sqlite'));
    onProgress('tombstones put together');
    putInPlace(base, dataFolder);
    onProgress('Is the clock of this machine right? What is too old by it is removed at the next start.');
    onProgress('in place; the next start removes what had been erased, and what is too old, before it is ready');
  } finally {
    rmSync(work, { recursive: true, force: true });
    unlock();
  }
}

interface Unpacked {
  readonly folder: string;
  readonly names: readonly string[];
}

function unpack(
  file: string,
  { folder, secret, onProgress }: { readonly folder: string } & Pick<RestoreOptions, 'secret' | 'onProgress'>,
): readonly string[] {
  const names: string[] = [];
  let buffered: Buffer = Buffer.alloc(0);
  let left = 0;
  let to: number | undefined;
  const endFile = () => {
    if (to === undefined) return;
    fsyncSync(to);
    closeSync(to);
    to = undefined;
  };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    for (const bytes of readSealedFile(file, secret)) {
      buffered = Buffer.concat([buffered, bytes]);
      while (buffered.length > 0) {
        if (to === undefined) {
          const header = readHeader(buffered);
          if (!header) break;
          names.push(header.name);
          onProgress(`${header.name}: ${header.size} bytes`);
          mkdirSync(dirname(join(folder, header.name)), { recursive: true, mode: 0o700 });
          to = openSync(join(folder, header.name), 'wx', 0o600);
          left = header.size;
          buffered = buffered.subarray(header.bytes);
        }
        const part = buffered.subarray(0, left);
        for (let at = 0; at < part.length; ) at += writeSync(to, part, at);
        left -= part.length;
        buffered = buffered.subarray(part.length);
        if (left === 0) endFile();
      }
    }
  } finally {
    endFile();
  }
  return names;
}

/** Names were written by us and read under a MAC; still none may lead out of the folder. */
function readHeader(
  bytes: Buffer,
): { readonly name: string; readonly size: number; readonly bytes: number } | undefined {
  if (bytes.length < 4) return undefined;
  const length = bytes.readUInt32BE();
  if (bytes.length < 4 + length) return undefined;
  const { name, size } = JSON.parse(bytes.subarray(4, 4 + length).toString()) as { name: string; size: number }; // See above.
  if (!/^(?:notices\/)?[\w-][\w.-]*$/.test(name)) throw new StartProblem(`A backup of ours holds no file ${name}.`);
  return { name, size, bytes: 4 + length };
}

/** Tombstones under two keys cannot be compared with the same events. */
function requireOneKey(folders: readonly string[]): void {
  const keys = folders
    .map((folder) => join(folder, 'tombstone-key'))
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, 'utf8').trim());
  if (new Set(keys).size > 1) {
    throw new StartProblem(
      'These backups, or this folder, have different tombstone keys: they are not of the same collector. Restore into an empty folder.',
    );
  }
}

function mergeTombstones(into: string, folders: readonly string[]): void {
  const connection = openConnection(into);
  try {
    prepareTombstones(connection);
    for (const folder of folders) {
      const path = join(folder, 'tombstones.sqlite');
      if (!existsSync(path)) continue;
      connection.prepare('ATTACH ? AS other').run(path);
      connection.exec(`
        INSERT OR IGNORE INTO main.sites (name) SELECT name FROM other.sites ORDER BY name;
        INSERT INTO main.tombstones
          SELECT mine.id, hash, until_month, found FROM other.tombstones
          JOIN other.sites AS theirs ON theirs.id = other.tombstones.site
          JOIN main.sites AS mine ON mine.name = theirs.name
          WHERE true
          ON CONFLICT DO UPDATE SET until_month = max(until_month, excluded.until_month), found = max(found, excluded.found);
        DETACH other;
      `);
    }
    // Another mark than any events carry: the next start compares all of them.
    connection.prepare('INSERT OR REPLACE INTO state VALUES (1, ?)').run(randomBytes(16));
    connection.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    connection.close();
  }
}

/** The ledger that stays has the days since the backup in it, and is verified by these. */
function keepCommitments(into: string, from: string): void {
  if (!existsSync(from)) return;
  const connection = openConnection(into);
  try {
    migrate(connection, { file: CONSENTS_FILE, migrations: MIGRATIONS[CONSENTS_FILE] });
    connection.prepare('ATTACH ? AS other').run(from);
    const isThere = connection.prepare("SELECT 1 FROM other.sqlite_schema WHERE name = 'commitments'").get();
    if (isThere) connection.exec('INSERT OR IGNORE INTO main.commitments SELECT * FROM other.commitments');
    connection.exec('DETACH other');
    connection.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    connection.close();
  }
}

function putInPlace({ folder, names }: Unpacked, dataFolder: string): void {
  const mark = join(dataFolder, RESTORE_MARK);
  closeSync(openSync(mark, 'a', 0o600));
  for (const name of names) {
    const target = join(dataFolder, name);
    if (!REPLACED.has(name) && existsSync(target)) continue;
    // The log of a database that goes must not be taken for that of the one that comes.
    for (const ending of ['-wal', '-shm']) rmSync(target + ending, { force: true });
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    renameSync(join(folder, name), target);
  }
  const data = openSync(dataFolder, 'r');
  fsyncSync(data);
  closeSync(data);
  // When the clock was last believed was said of other data; whoever restores has just looked at this machine.
  rmSync(join(dataFolder, CLOCK_FILE), { force: true });
  rmSync(mark);
}

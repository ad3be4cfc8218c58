/** Brings one file's tables to what this release knows, each version wholly or not at all. */

import { StartProblem } from '../../start-problem.ts';
import type { Connection } from './connection.ts';

/** What is done to one file. */
export interface Migration {
  readonly file: string;
  /** SQL that makes version n + 1 of version n, by n. */
  readonly migrations: readonly string[];
  /** Told before each statement and each commit, so that a test can end the process there. */
  readonly onStep?: () => void;
}

/** Version of a file's tables; 0 for an empty file. */
export function readVersion(connection: Pick<Connection, 'pragma'>): number {
  return Number(connection.pragma('user_version', { simple: true }));
}

/** Throws, with what to do, for a file of a newer release: what it says there we could not know. */
export function requireKnownVersion(version: number, { file, migrations }: Migration): void {
  if (version <= migrations.length) return;
  throw new StartProblem(
    `${file} was written by a newer Askfirst (tables ${version}, this release knows ${migrations.length}). Install that release again, or put back the copy made before the upgrade (folder before-upgrade, see docs/install.md).`,
  );
}

/** Ended anywhere, it leaves one version or the next, and may be called again. */
export function migrate(connection: Connection, migration: Migration): void {
  const { migrations, onStep } = migration;
  const version = readVersion(connection);
  requireKnownVersion(version, migration);
  for (const [before, sql] of migrations.entries()) {
    if (before < version) continue;
    connection.transaction(() => {
      for (const statement of sql.split(';').filter((text) => text.trim() !== '')) {
        onStep?.();
        connection.exec(statement);
      }
      connection.pragma(`user_version = ${before + 1}`);
      onStep?.();
    })();
  }
}

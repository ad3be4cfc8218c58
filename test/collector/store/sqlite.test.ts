import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openSqliteStore } from '../../../collector/store/sqlite/open-sqlite-store.ts';
import { describeStore } from './store-suite.ts';

describeStore('SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { open: () => openSqliteStore({ folder }) };
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { runRightsDrill } from './rights-drill.ts';

it('P8 P9 T-69 T-70 erased stays erased: kills, batches in flight, an old backup, replays; the others keep every row', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-rights-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const drill = await runRightsDrill(folder, 9);
  expect(drill).toEqual({ visitors: 9, kills: expect.any(Number), traces: [], wrong: [] });
  expect(drill.kills).toBeGreaterThan(1);
}, 180_000);

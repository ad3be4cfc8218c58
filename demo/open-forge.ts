/** The forge with its collector: they share a secret and a list, and nothing else. */

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Collector, type CollectorOptions, createCollector } from 'askfirst/collector';
import { createForge, type ForgeOptions } from './forge/forge.ts';
import { ISSUER } from './forge/sign-ins.ts';
import { FORGE_BASE_PATH } from './serve-demo.ts';

/** The forge while it runs. */
export interface OpenForge {
  readonly collector: RequestListener;
  readonly serve: (request: Request) => Promise<Response>;
  readonly admin: (request: Request) => Promise<Response>;
  /** The collector itself, for a run that looks at what it stores. */
  readonly whole: Collector;
  close(): Promise<void>;
}

/** @param folder data of the forge's collector; the shared secret and the list of organisations that are off lie there too */
export function openForge(
  folder: string,
  { log, clock, people }: Pick<CollectorOptions, 'log' | 'clock'> & Pick<ForgeOptions, 'people'> = {},
): OpenForge {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const secretFile = join(folder, 'subject-secret');
  if (!existsSync(secretFile)) writeFileSync(secretFile, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600 });
  const organisationsOffFile = join(folder, 'organisations-off');
  const collector = createCollector({
    dataFolder: folder,
    registryFolder: fileURLToPath(new URL('forge/askfirst', import.meta.url)),
    basePath: FORGE_BASE_PATH,
    subjectTokens: { issuer: ISSUER, secretFile },
    organisationsOffFile,
    ...(log && { log }),
    ...(clock && { clock }),
  });
  return {
    collector: (request, response) => void collector.listener(request, response),
    serve: createForge({
      secret: readFileSync(secretFile, 'utf8').trim(),
      organisationsOffFile,
      ...(clock && { clock }),
      ...(people && { people }),
    }),
    admin: collector.admin.fetch,
    whole: collector,
    close: collector.close,
  };
}

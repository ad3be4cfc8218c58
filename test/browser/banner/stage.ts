/** A page on a loopback port with the built widget and a hand-made host: the widget alone, without snippet or collector. */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SiteTexts, WidgetTexts } from '../../../contract/texts.ts';
import type { WaitingEvent } from '../../../src/api.ts';

/** The strictest policy a page can have (UI-G1). */
export const STRICT_POLICY = [
  "default-src 'none'",
  "script-src 'nonce-stage' 'strict-dynamic'",
  "style-src 'self' 'nonce-stage'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** What the stage shows. */
export interface Scene {
  readonly body?: string;
  readonly css?: string;
  readonly purposes?: readonly string[];
  readonly view?: 'banner' | 'choices';
  readonly development?: boolean;
  readonly notes?: number;
  readonly direction?: 'ltr' | 'rtl';
  readonly texts?: Partial<WidgetTexts>;
  readonly status?: Record<string, unknown>;
  /** The scope agreed to, where more is asked for now, and what the collector says changed. */
  readonly agreedScope?: number;
  readonly changes?: SiteTexts['changes'];
  /** Words and numbers that the host withholds or spoils. */
  readonly spoil?: 'texts' | 'buffered' | 'status';
  /** How the host answers a choice. */
  readonly decide?: 'stand' | 'refuse' | 'fail';
  readonly waitingUrl?: string;
}

/** The purposes of the stage's site. */
export const PURPOSES: SiteTexts['purposes'] = {
  improve: {
    title: 'Improve this site',
    text: 'See which pages are read and where people get stuck, so that we can fix them.',
  },
  plan: { title: 'Plan opening hours', text: 'See at which hours the shop is visited.' },
  speed: { title: 'Make pages faster', text: 'Measure how long pages take to appear.' },
};

/** A running stage. */
export interface Stage {
  /** The address of a page with this scene. */
  url(scene?: Scene): string;
  /** Paths asked for, in order. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** Serves scenes on a free port. */
export async function openStage(): Promise<Stage> {
  const shipped: WidgetTexts = JSON.parse(await readFile('widget/texts/en.json', 'utf8'));
  const scenes: Scene[] = [];
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stage');
    requests.push(pathname);
    const send = (type: string, body: string) => response.setHeader('content-type', type).end(body);
    if (pathname === '/host.js')
      return send('text/javascript', await readFile(new URL('host.js', import.meta.url), 'utf8'));
    if (/^\/(widget|waiting)\.js$/.test(pathname))
      return send('text/javascript', await readFile(`dist/page${pathname}`, 'utf8'));
    const scene = pathname === '/' ? scenes[Number(searchParams.get('scene'))] : undefined;
    if (!scene) return response.writeHead(404).end();
    response.setHeader('content-security-policy', STRICT_POLICY);
    return send('text/html; charset=utf-8', drawPage(scene, shipped));
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  // A listening TCP server has an address of this form.
  const { port } = server.address() as AddressInfo;
  return {
    url: (scene = {}) => `http://localhost:${port}/?scene=${scenes.push(scene) - 1}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function drawPage(scene: Scene, shipped: WidgetTexts): string {
  const texts: SiteTexts = {
    language: 'en',
    direction: scene.direction ?? 'ltr',
    notice: '0'.repeat(64),
    controller: 'Harbour Journal',
    widget: { ...shipped, ...scene.texts },
    purposes: PURPOSES,
    metrics: { 'page.view': 'A page was shown.' },
    ...(scene.changes && { changes: scene.changes }),
  };
  const given = {
    texts,
    purposes: scene.purposes ?? ['improve'],
    development: scene.development ?? false,
    view: scene.view ?? 'banner',
    ...(scene.agreedScope && { agreedScope: scene.agreedScope }),
    waitingUrl: scene.waitingUrl ?? '/waiting.js',
    status: scene.status ?? {},
    rows: Array.from({ length: scene.notes ?? 3 }, (_, at) => toNote(at)),
    decide: scene.decide ?? 'stand',
    spoil: scene.spoil ?? 'nothing',
  };
  return `<!doctype html><html lang="en" dir="${scene.direction ?? 'ltr'}"><head><meta charset="utf-8"><title>Stage</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<style nonce="stage">body{font:17px/1.6 system-ui,sans-serif;margin:0 auto;max-width:44em;padding:24px}${scene.css ?? ''}</style>
<script nonce="stage">globalThis.violations=[];addEventListener('securitypolicyviolation',(event)=>violations.push(event.violatedDirective))</script>
<script type="application/json" id="given">${JSON.stringify(given).replaceAll('<', '\\u003c')}</script>
<script type="module" nonce="stage" src="/host.js"></script></head>
<body>${scene.body ?? DEFAULT_BODY}</body></html>`;
}

const DEFAULT_BODY = `<header><a href="#main">Skip</a></header><main id="main"><h1>The harbour at low tide</h1>${'<p>The boats lie on their sides in the mud and wait. Gulls walk between them as if they had been asked to count them. At noon the water comes back, without hurry.</p>'.repeat(8)}</main>`;

function toNote(at: number): Omit<WaitingEvent, 'recordedAtMs'> & { readonly agoMs: number } {
  return {
    token: `note-${at}`,
    agoMs: (at + 1) * 60_000,
    event: {
      metric: 'page.view',
      day: '2026-11-22',
      id: at.toString(16).padStart(32, 'a'),
      properties: { path: `/posts/tide-${at}` },
      first: true,
    },
  };
}

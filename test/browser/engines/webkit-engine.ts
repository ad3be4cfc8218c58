import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { env } from 'node:process';
import { findFreePort } from '../../free-port.ts';
import { stopProcess } from '../../stop-process.ts';
import { findProgram } from '../system-programs.ts';
import { type Engine, type Tab, until } from './engine.ts';
import { openSession, type WebDriver } from './web-driver.ts';

/** What Debian's packages webkit2gtk-driver and xvfb bring; undefined where they are not installed. */
export function findWebKit():
  | { readonly driver: string; readonly browser: string; readonly screen: string }
  | undefined {
  const driver = findProgram(['WebKitWebDriver']);
  const screen = findProgram(['Xvfb']);
  const libraries = listFolder('/usr/lib').flatMap((triplet) =>
    listFolder(`/usr/lib/${triplet}`)
      .filter((name) => /^webkit(2)?gtk-/.test(name))
      .map((name) => `/usr/lib/${triplet}/${name}/MiniBrowser`),
  );
  const browser = findProgram(libraries);
  return driver && browser && screen ? { driver, browser, screen } : undefined;
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    // Another system, another place: not found is the answer.
    return [];
  }
}

/** WebKitGTK's MiniBrowser on a screen that nobody sees. Each profile is a browser of its own: a session is private. */
export async function openWebKit({
  driver,
  browser,
  screen,
}: NonNullable<ReturnType<typeof findWebKit>>): Promise<Engine> {
  const display = spawn(screen, ['-displayfd', '3', '-screen', '0', '1100x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  // The fourth pipe of the list above.
  const [number] = (await once(display.stdio[3] as NodeJS.ReadableStream, 'data')) as [Buffer];
  const port = await findFreePort();
  const service = spawn(driver, [`--port=${port}`], {
    stdio: 'ignore',
    env: { ...env, DISPLAY: `:${number.toString().trim()}` },
  });
  const url = `http://127.0.0.1:${port}`;
  await until('the WebKit driver', () =>
    fetch(`${url}/status`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  const open = () =>
    openSession(url, {
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] },
    });
  let version = '';
  return {
    get version() {
      return version;
    },
    async openFresh() {
      const session = await open();
      version = `WebKitGTK ${session.capabilities.browserVersion}`;
      await session.send('POST', '/timeouts', { script: 60_000 });
      let isFirst = true;
      return {
        async openTab(address) {
          const handle = isFirst
            ? await session.send('GET', '/window')
            : ((await session.send('POST', '/window/new', { type: 'window' })) as { handle: string }).handle;
          isFirst = false;
          const tab = toTab(session, String(handle));
          await tab.goTo(address);
          return tab;
        },
        close: () => session.end(),
      };
    },
    async close() {
      await stopProcess(service);
      await stopProcess(display);
    },
  };
}

/** WebDriver knows one current window; each step first makes its own the current one. */
function toTab(session: WebDriver, handle: string): Tab {
  const here = async (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => {
    await session.send('POST', '/window', { handle });
    return session.send(method, path, body);
  };
  return {
    goTo: async (url) => void (await here('POST', '/url', { url })),
    reload: async () => void (await here('POST', '/refresh')),
    run: async <Result>(body: string) => {
      const script = `const done = arguments[arguments.length - 1];
        (async () => {${body}})().then((value) => done({ value: value ?? null }), (error) => done({ error: String(error) }));`;
      // What the line above hands to `done`.
      const result = (await here('POST', '/execute/async', { script, args: [] })) as { value: Result; error?: string };
      if (result.error) throw new Error(result.error);
      return result.value;
    },
    async clickAt(x, y) {
      const pointer = { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' } };
      const moves = [
        { type: 'pointerMove', duration: 0, origin: 'viewport', x, y },
        { type: 'pointerDown', button: 0 },
        { type: 'pointerUp', button: 0 },
      ];
      await here('POST', '/actions', { actions: [{ ...pointer, actions: moves }] });
    },
    close: async () => void (await here('DELETE', '/window')),
  };
}

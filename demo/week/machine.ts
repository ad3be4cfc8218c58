/** Drives one browser through its week. Every step is written into the truth first, then done by a real page. */
import type { Browser, Page } from 'playwright-core';
import { follow } from '../traffic/follow.ts';
import { toBadToken } from './bad-token.ts';
import { createSettler } from './settle.ts';
import type { Step } from './step.ts';
import type { WeekLine } from './truth/week-line.ts';
import type { WeekModel } from './truth/week-model.ts';
import type { WeekServer } from './week-server.ts';

/** What browsers are driven with. */
export interface MachineParts {
  readonly browser: Browser;
  readonly server: WeekServer;
  /** The rules as they stand, to know how long to wait for what must happen. The judge goes by the truth. */
  readonly model: WeekModel;
  /** Tokens that people wrote down. */
  readonly kept: Map<string, string>;
  /** Writes a line into the truth. */
  write(line: Omit<WeekLine, 'order' | 'atMs'>): void;
  nameOf(person: string): string;
  /** Told of what somebody saw go wrong. */
  onTrouble(trouble: string): void;
}

/** A browser whose context is open, with one page or none. */
export interface Machine {
  readonly name: string;
  take(step: Step): Promise<void>;
  /** Waits until everything has arrived that must have. */
  settle(): Promise<void>;
  /** The page's clock moves; what is due in it happens. */
  moveTo(atMs: number, byMs: number): Promise<void>;
  hasPage(): boolean;
  /** Closes the page. */
  close(): Promise<void>;
}

/** How long a page may take. Much longer than it ever needs; nobody waits for it in a good run. */
const PATIENCE_MS = 60_000;

const BUTTONS = { yes: 'Accept analytics', no: 'Reject analytics', 'no-here': 'Reject in this browser' } as const;

/** Opens a context of its own. */
export async function openMachine(name: string, parts: MachineParts): Promise<Machine> {
  const { server, model, onTrouble } = parts;
  const { origin } = server;
  const context = await parts.browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/Lisbon',
    // High, so that the question never lies over what is pressed.
    viewport: { width: 1100, height: 1600 },
    // Chromium goes past a proxy for its own machine unless it is told not to.
    proxy: { server: await server.openDoor(name), bypass: '<-loopback>' },
  });
  context.setDefaultTimeout(PATIENCE_MS);
  context.on('weberror', (error) => onTrouble(`${name}: ${error.error().message}`));
  context.on('console', (message) => {
    // Chromium itself reports every answer that is no success, and those to forged tokens are none.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      onTrouble(`${name}: console: ${message.text()}`);
  });
  await context.clock.install({ time: server.now() });
  let page: Page | undefined;
  let isSignedIn = false;
  const write = (line: Omit<WeekLine, 'order' | 'atMs' | 'browser'>) => parts.write({ browser: name, ...line });
  const settle = createSettler(name, { server, model, onTrouble, page: () => page });

  const open = async (): Promise<Page> => {
    if (page) return page;
    // Its clock stood still while nobody looked.
    await context.clock.setFixedTime(server.now());
    page = await context.newPage();
    return page;
  };
  const show = async (url: string, path?: string): Promise<void> => {
    const shown = await open();
    write({ did: 'view', ...(path === undefined ? {} : { path }) });
    await follow(shown, origin, url);
    await settle();
  };
  const press = (shown: Page, button: string) => shown.getByRole('button', { name: button, exact: true }).click();
  /** A form of the app: what follows from it is the page shown next. */
  const submit = async (button: string, next: { readonly path: string; readonly shows: string }): Promise<void> => {
    const shown = await open();
    write({ did: 'view', path: next.path });
    await press(shown, button);
    await shown.getByRole('button', { name: next.shows, exact: true }).first().waitFor();
    await shown.waitForLoadState();
    await settle();
  };
  const answer = async (did: keyof typeof BUTTONS): Promise<void> => {
    const shown = await open();
    const wasUndecided = model.standingIn(name).standing?.decision === 'undecided';
    const requestsBefore = server.requestsOf(name).length;
    write({ did });
    if (!wasUndecided) await press(shown, 'Analytics choice');
    await press(shown, BUTTONS[did]);
    await settle();
    if (did === 'yes' && model.standingIn(name).page?.isTokenGood === false) await settle.untilRefused(requestsBefore);
    // The outcome stays in sight until the person goes on; this key also closes the privacy centre.
    await shown.keyboard.press('Escape');
  };
  const readToken = async (): Promise<string> => {
    const shown = await open();
    return shown.evaluate(async () => (await (await fetch('/forge/token')).json()).token);
  };

  const take = async (step: Step): Promise<void> => {
    switch (step.do) {
      case 'view':
        return show(step.url, step.path);
      case 'sign-in':
        if (!page) await show('/forge/', '/forge/');
        write({ did: 'sign-in', person: step.person });
        isSignedIn = true;
        return submit(`Sign in as ${parts.nameOf(step.person)}`, { path: '/forge/', shows: 'Sign out' });
      case 'sign-out':
        write({ did: 'sign-out' });
        isSignedIn = false;
        await submit('Sign out', { path: '/forge/', shows: `Sign in as ${parts.nameOf('')}` });
        return;
      case 'yes':
      case 'no':
      case 'no-here':
        return answer(step.do);
      case 'close-issue': {
        const shown = await open();
        write({ did: step.do });
        // The app answers once what the press left behind has arrived: what a page loses when it is left is another test's.
        let answerNow: (() => void) | undefined;
        server.answerSlowly(
          name,
          new Promise((resolve) => {
            answerNow = resolve;
          }),
        );
        const project = shown.url().replace(/\/issues\/\d+$/, '');
        await shown.getByRole('button', { name: 'Close this issue' }).click({ noWaitAfter: true });
        await settle.soon();
        write({ did: 'view', path: '/forge/:group/:project' });
        const arrival = shown.waitForURL(project);
        answerNow?.();
        await arrival;
        return settle();
      }
      case 'ceiling': {
        const organisation = model.standingIn(name).person?.split('/')[0] ?? '';
        write({ did: step.do, organisation, isOff: step.isOff });
        const buttons = ['Switch it off for everybody', 'Permit it again'] as const;
        const [pressed, shows] = step.isOff ? buttons : [buttons[1], buttons[0]];
        return submit(pressed, { path: '/forge/admin', shows });
      }
      case 'keep-token':
        parts.kept.set(model.standingIn(name).person ?? '', await readToken());
        return;
      case 'identify': {
        const shown = await open();
        const own = isSignedIn ? await readToken() : (parts.kept.get(step.person) ?? '');
        const token = toBadToken(own, { kind: step.token, person: step.person });
        write({ did: step.do, person: step.person });
        await shown.evaluate((said) => {
          // What the site's script leaves on the page.
          const { askfirst } = globalThis as unknown as { askfirst: { identify(token: string): Promise<void> } };
          return askfirst.identify(said);
        }, token);
        return settle();
      }
    }
  };
  return {
    name,
    take: (step) =>
      take(step).catch((error: unknown) => {
        throw new Error(`${name} failed at ${JSON.stringify(step)}`, { cause: error });
      }),
    settle,
    async moveTo(atMs, byMs) {
      if (!page) return;
      await context.clock.setFixedTime(atMs);
      await context.clock.fastForward(byMs);
    },
    hasPage: () => page !== undefined,
    async close() {
      write({ did: 'close' });
      await page?.close();
      page = undefined;
    },
  };
}

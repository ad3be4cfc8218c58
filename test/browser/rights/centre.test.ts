import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyFile } from '../../../collector/rights/verify-file.ts';
import { type ShopServer, startShopServer } from '../engines/shop-server.ts';
import { openChromium } from '../snippet/chromium.ts';
import { databaseNames, readDevice, status, until } from '../snippet/visitor.ts';
import { acceptAll, bodiesOf, enter, FIRST_PAGE, openVisitor, untilForgotten, untilSent } from './shop-visitor.ts';

let browser: Browser;
let shop: ShopServer;
let context: BrowserContext;
beforeAll(async () => {
  browser = await openChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  shop = await startShopServer();
});
afterEach(async () => {
  await context.close();
  await shop.close();
});

async function begin(options: BrowserContextOptions = {}): Promise<Page> {
  context = await openVisitor(browser, { reducedMotion: 'reduce', ...options });
  return enter(context, shop);
}
const NAMES = { choices: 'Choices', held: 'What is kept', rights: 'Your rights', about: 'About' } as const;
type View = keyof typeof NAMES;
/** Opens the centre at a view, and waits until it is drawn: the one before stays until then. */
async function open(page: Page, view: View): Promise<void> {
  await page.evaluate((name) => window.askfirst.open(name), view);
  const dialog = page.getByRole('dialog', { name: 'Privacy centre' });
  await dialog.locator('nav [aria-current=page]', { hasText: NAMES[view] }).waitFor();
}
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click();
const says = (page: Page, text: RegExp) => page.getByRole('dialog').getByText(text).first().waitFor();
/** Presses what saves a file, and waits until the view has been drawn anew after it: a press in the midst of that is lost. */
async function save(page: Page, name: string): Promise<{ name: string; text: string }> {
  const pressed = await page.getByRole('button', { name, exact: true }).first().elementHandle();
  const saving = page.waitForEvent('download');
  await press(page, name);
  const download = await saving;
  await page.waitForFunction((button) => !button?.isConnected, pressed);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}
const isInside = (page: Page) =>
  page.evaluate(() => !!document.activeElement?.shadowRoot?.querySelector('dialog')?.matches(':modal'));

describe('the privacy centre', () => {
  it('UI-F3 UI-A14 is a named modal dialog; Tab goes round in it, Esc closes it, and the focus goes back', async () => {
    const page = await begin();
    await acceptAll(page);
    const button = page.getByRole('button', { name: 'Analytics choice' });
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Privacy centre' }).waitFor();
    for (const key of ['Tab', 'Shift+Tab'])
      for (let count = 0; count < 25; count += 1) {
        await page.keyboard.press(key);
        expect(await isInside(page), `${key} ${count}`).toBe(true);
      }
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await button.waitFor();
    expect(await button.evaluate((one) => one.matches(':focus'))).toBe(true);
  });

  it('UI-F11 in a language that reads from right to left, every view is the mirror image', async () => {
    const width = 1_280;
    const placesIn = async (direction: 'ltr' | 'rtl') => {
      context = await openVisitor(browser, { reducedMotion: 'reduce', viewport: { width, height: 720 } });
      await context.route('**/askfirst/texts/*', async (route) => {
        const response = await route.fetch();
        // The words stay, so that nothing but the direction can move them.
        const texts = (await response.json()) as Record<string, unknown>;
        await route.fulfill({ response, json: { ...texts, direction } });
      });
      const page = await enter(context, shop);
      await acceptAll(page);
      const places: { readonly what: string; readonly x: number; readonly width: number }[] = [];
      for (const view of Object.keys(NAMES) as View[]) {
        await open(page, view);
        const dialog = page.getByRole('dialog');
        expect(await dialog.evaluate((box) => getComputedStyle(box).direction)).toBe(direction);
        // All at once: it may be drawn anew between two looks.
        const drawn = await dialog.evaluate((box) =>
          [...box.querySelectorAll('h2, h3, button, label')].map((part) => {
            const { x, width } = part.getBoundingClientRect();
            return { text: part.textContent, x, width };
          }),
        );
        for (const { text, ...place } of drawn)
          if (place.width > 0) places.push({ what: `${view}: ${text}`, ...place });
      }
      await context.close();
      return places;
    };
    const [left, right] = [await placesIn('ltr'), await placesIn('rtl')];
    expect(left.length).toBeGreaterThan(20);
    expect(right.map(({ what }) => what)).toEqual(left.map(({ what }) => what));
    for (const [at, { what, x, width: wide }] of left.entries()) {
      const mirrored = right[at]?.x ?? Number.NaN;
      expect([what, Math.abs(mirrored - (width - x - wide)) <= 1]).toEqual([what, true]);
    }
  });

  it('UI-A5 UI-A13 says what stands, asks nothing anew, ticks nothing, and takes a yes back with one click', async () => {
    const page = await begin();
    await acceptAll(page);
    await open(page, 'choices');
    const dialog = page.getByRole('dialog');
    await says(page, /You accepted analytics on/);
    expect(await dialog.textContent()).not.toContain('May ');
    expect(await dialog.getByRole('checkbox', { checked: false }).count()).toBe(2);
    expect(await dialog.getByRole('checkbox', { checked: true }).count()).toBe(0);
    await press(page, 'Reject analytics');
    await says(page, /Analytics rejected/);
    await untilForgotten(page);
    expect(await shop.countStored()).toBe(0);
  });

  it('UI-B5 UI-B6 shows the signal that is on; a yes given there counts, and says where it was given', async () => {
    context = await openVisitor(browser);
    await context.addInitScript('Object.defineProperty(navigator, "globalPrivacyControl", { value: true });');
    const page = await enter(context, shop);
    await open(page, 'choices');
    await says(page, /Opt-out signal honoured/);
    await press(page, 'Accept analytics');
    await until(
      () => status(page),
      ({ decision }) => decision === 'granted',
    );
    await until(
      () => bodiesOf(shop, 'consent')[0] ?? '',
      (body) => body !== '',
    );
    expect(JSON.parse(bodiesOf(shop, 'consent')[0] ?? '')).toMatchObject({ method: 'centre' });
  });

  it('UI-E6 shows each record in words and exact, deletes one of them at the collector, and hands out all', async () => {
    const page = await begin();
    await acceptAll(page);
    const sent = await shop.countStored();
    await open(page, 'held');
    await press(page, 'Show each record');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Exact record').first().waitFor();
    expect(await dialog.getByText('Exact record').count()).toBe(sent);
    await dialog
      .getByRole('button', { name: /^Remove/ })
      .first()
      .click();
    await says(page, /Deleted at the collector: 1/);
    // It is said before the view is drawn anew.
    await page.getByRole('button', { name: 'Show each record' }).waitFor();
    expect(await shop.countStored()).toBe(sent - 1);
    const copy = await save(page, 'Download a copy of everything');
    expect(copy.name).toBe('askfirst-copy.json');
    expect(JSON.parse(copy.text).collector.events).toHaveLength(sent - 1);
  });

  it('an event of the very moment in which another is deleted is sent by itself', async () => {
    const page = await begin();
    await acceptAll(page);
    await open(page, 'held');
    await press(page, 'Show each record');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Exact record').first().waitFor();
    await dialog.evaluate((box) => {
      void window.askfirst('page.view', { path: '/meanwhile' });
      box.querySelector<HTMLElement>('button[aria-label^=Remove]')?.click();
    });
    await until(
      () => bodiesOf(shop, 'events').join(),
      (bodies) => bodies.includes('/meanwhile'),
    );
  });

  it('shows what waits before a yes in words and exact, and what is removed there is gone from the device', async () => {
    const page = await begin();
    const waiting = () => page.evaluate(() => window.askfirst.buffered());
    const before = await until(waiting, ({ length }) => length === FIRST_PAGE);
    await open(page, 'held');
    const dialog = page.getByRole('dialog');
    const rows = dialog.getByRole('listitem');
    expect(await rows.count()).toBe(FIRST_PAGE);
    const { token, event } = before.find(({ event: { metric } }) => metric === 'page.view') ?? {};
    expect(await readDevice(page)).toContain('page.view');
    const row = rows.filter({ hasText: 'path: /' });
    expect(await row.textContent()).toContain('A page was shown');
    expect(await row.locator('pre').isVisible()).toBe(false);
    await row.getByText('Exact record').click();
    await row.locator('pre').waitFor();
    expect(JSON.parse((await row.locator('pre').textContent()) ?? '')).toEqual(event);
    await row.getByRole('button', { name: /^Remove/ }).click();
    await says(page, /Removed\. Notes left: 2\./);
    // It is said before the view is drawn anew.
    await until(
      () => rows.count(),
      (count) => count === FIRST_PAGE - 1,
    );
    expect(await row.count()).toBe(0);
    expect((await waiting()).map((one) => one.token)).toEqual(
      before.map((one) => one.token).filter((one) => one !== token),
    );
    expect(await readDevice(page)).not.toContain('page.view');
    expect(shop.posts).toEqual([]);
  });

  it('UI-E5 UI-D1 UI-D3 UI-D4 erases, shows the certificate, and what is downloaded verifies without network', async () => {
    const page = await begin();
    await acceptAll(page);
    await open(page, 'rights');
    const receipt = await save(page, 'Download, signed');
    const findings = await verifyFile(receipt.text, []);
    expect(findings.map(({ isGood }) => isGood)).toEqual([true]);
    const altered = await verifyFile(receipt.text.replace(/"signed": "(.{40})./, '"signed": "$1_'), []);
    expect(altered.every(({ isGood }) => isGood)).toBe(false);
    expect(receipt.text).toContain('ISO-TS-27560');
    expect(receipt.text).not.toMatch(/userAgent|user-agent|ipAddress|127\.0\.0\.1(?!:)/);
    const readable = await save(page, 'Download, to read');
    expect(readable.text).toMatch(/^<!doctype html>/);
    expect(readable.text).not.toContain('<script');
    const key = await save(page, 'Save my key');
    expect((await verifyFile(key.text, [])).every(({ isGood }) => isGood)).toBe(true);
    await says(page, /the law gives it a month at most/);
    await press(page, 'Erase what was sent');
    await says(page, /Confirmed on .*\d+ erased, 0 left/);
    // What is kept, and why.
    await says(page, /Figures that were published before, each made from many browsers, stay/);
    expect(await shop.countStored()).toBe(0);
    await says(page, /so nothing is left to erase/);
  });

  it('UI-E3 UI-E4 T-65 withdrawn offline it reads requested, and confirmed once the collector has certified it', async () => {
    const page = await begin();
    await acceptAll(page);
    await open(page, 'rights');
    await says(page, /Reject and erase everything/);
    await context.setOffline(true);
    await press(page, 'Reject and erase everything');
    await says(page, /Requested: \d+ records.* the law gives it a month at most/);
    // Told once the no is on the disk, a moment before what waited has left it.
    await until(
      () => databaseNames(page),
      (names) => names.join() === 'askfirst-decision,askfirst-rights',
    );
    await context.setOffline(false);
    await untilForgotten(page);
    await press(page, 'Your rights');
    await says(page, /Confirmed on/);
    // The receipt is gone with what it proved, and no heading stands over nothing.
    expect(await page.getByRole('dialog').getByRole('heading').allTextContents()).toEqual([
      'Privacy centre',
      'Requests',
    ]);
    expect(await shop.countStored()).toBe(0);
  });

  it('UI-E7 asks nobody who they are: the key of the browser is enough, and without it the privacy page says why nothing is found', async () => {
    const page = await begin();
    await acceptAll(page);
    const sent = await shop.countStored();
    await open(page, 'rights');
    const { device, collector } = JSON.parse((await save(page, 'Download a copy of everything')).text);
    expect([device.receipts.length, collector.events.length]).toEqual([1, sent]);
    const fields = 'input:not([type=checkbox]):not([type=file]), textarea, select';
    expect(await page.getByRole('dialog').locator(fields).count()).toBe(0);
    // Another browser of the same person has no key.
    const other = await openVisitor(browser);
    const without = await enter(other, shop);
    await open(without, 'rights');
    await says(without, /This browser holds nothing that was sent/);
    expect(JSON.parse((await save(without, 'Download a copy of everything')).text).collector).toEqual({
      answered: false,
      why: 'nothing-held',
    });
    await without.goto(`${shop.url}/askfirst/privacy`);
    const answer = without.locator('#GL-16');
    expect(await answer.textContent()).toContain(
      'Nothing stored says whose a note is, so a letter with your name cannot be matched to notes, and you need not prove who you are (GDPR Art. 11 and 12).',
    );
    // The only thing to fill in is the key file.
    expect(await without.locator(fields).count()).toBe(0);
    expect(await without.locator('input[type=file]').count()).toBe(1);
    await other.close();
  });

  it('UI-E8 after a no it says that nothing is held, and proves it with the copy', async () => {
    const page = await begin();
    await press(page, 'Reject analytics');
    await untilForgotten(page);
    await open(page, 'rights');
    await says(page, /This browser holds nothing that was sent/);
    const copy = JSON.parse((await save(page, 'Download a copy of everything')).text);
    expect(copy.device).toMatchObject({ waiting: [], held: [], receipts: [] });
    expect(copy.collector).toEqual({ answered: false, why: 'nothing-held' });
    expect(shop.posts).toEqual([]);
  });

  it('forgets the device only when asked twice, and then asks as if nobody had been here', async () => {
    const page = await begin();
    await acceptAll(page);
    await open(page, 'about');
    await press(page, 'Forget this device');
    expect((await status(page)).decision).toBe('granted');
    await press(page, 'Yes, forget this device');
    await until(
      () => status(page),
      ({ decision, held }) => decision === 'undecided' && held === 0,
    );
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Accept analytics' }).click();
    await page.evaluate(() => window.askfirst('page.view', { path: '/as-if-new' }));
    await untilSent(page, 1);
  });

  it('UI-G1 UI-G2 works under a strict policy with Trusted Types, and violates nothing', async () => {
    context = await openVisitor(browser);
    await context.addInitScript(
      "window.violations = []; addEventListener('securitypolicyviolation', ({ violatedDirective }) => window.violations.push(violatedDirective))",
    );
    await context.route('**/', async (route) => {
      const response = await route.fetch();
      const policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
      return route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
    });
    const page = await enter(context, shop);
    await acceptAll(page);
    await page.evaluate(() => {
      (window as unknown as { violations: string[] }).violations = [];
    });
    for (const view of Object.keys(NAMES) as View[]) {
      await open(page, view);
      await page.waitForTimeout(100);
    }
    await press(page, 'Your rights');
    expect((await save(page, 'Save my key')).name).toBe('askfirst-key.json');
    expect(await page.evaluate(() => (window as unknown as { violations: string[] }).violations)).toEqual([]);
  });

  it.each([
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['forced colours', { forcedColors: 'active' }],
    ['zoomed to 400 %', { viewport: { width: 320, height: 256 } }],
  ] as const)(
    'UI-F6 UI-F7 UI-F8 UI-F9 %s: no fault that axe knows, nothing cut off, targets of 24 px',
    async (_look, options) => {
      const page = await begin({ viewport: { width: 390, height: 844 }, ...options });
      await acceptAll(page);
      for (const view of Object.keys(NAMES) as View[]) {
        await open(page, view);
        await page.waitForTimeout(100);
        const { violations } = await new AxeBuilder({ page }).include('[data-nosnippet]').analyze();
        expect(violations.map(({ id, nodes }) => `${view} ${id} ${nodes[0]?.html}`)).toEqual([]);
        const measured = await page.getByRole('dialog').evaluate((dialog) => ({
          over: dialog.scrollWidth - dialog.clientWidth,
          small: [...dialog.querySelectorAll('button,a,summary,input')]
            .map((one) => one.getBoundingClientRect())
            .filter(({ width, height }) => width > 0 && (width < 24 || height < 24)).length,
        }));
        expect(measured, view).toEqual({ over: 0, small: 0 });
      }
    },
  );
});

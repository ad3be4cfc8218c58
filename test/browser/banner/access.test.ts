import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { find, LOOKS, openTheatre, readNotes, SIZES, type Theatre } from './theatre.ts';

const ALL_PURPOSES = ['improve', 'plan', 'speed'];
const STANDING_YES = { decision: 'granted', reason: 'granted', purposes: ['improve'], decidedOn: '2026-11-20' };

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(() => theatre.close());

const isFocused = (element: Locator) => element.evaluate((node) => node.matches(':focus'));

const openDetails = async (page: Page) => {
  await find(page).details.click();
  await page.getByText('Exact record').first().waitFor();
};

describe('UI-F1, UI-F9, UI-F11, UI-F12 the rules of axe', () => {
  for (const [look, options] of Object.entries(LOOKS)) {
    it(`finds nothing to complain of in ${look}: the question, its details, the message`, () =>
      theatre.play({ ...options, purposes: ALL_PURPOSES, development: true }, async (page) => {
        const complaints = async () =>
          (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [
            id,
            nodes.map(({ html }) => html),
          ]);
        expect(await complaints()).toEqual([]);
        await openDetails(page);
        expect(await complaints()).toEqual([]);
        await find(page).reject.click();
        await find(page).status.getByText('rejected').waitFor();
        expect(await complaints()).toEqual([]);
      }));
  }
});

describe('for assistive technology', () => {
  it('UI-F1 it is one named region, not a dialog, and the page beside it stays reachable', () =>
    theatre.play({}, async (page) => {
      expect(await find(page).region.count()).toBe(1);
      expect(await page.getByRole('dialog').count()).toBe(0);
      expect(await page.locator('[aria-modal], [inert], [aria-hidden=true]').count()).toBe(0);
      await page.getByRole('link', { name: 'Skip' }).click();
      expect(await page.getByRole('heading', { name: 'low tide' }).isVisible()).toBe(true);
    }));

  it('UI-F2 it comes first in the page and in the tab order, and takes no focus', () =>
    theatre.play({}, async (page) => {
      expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
      expect(await find(page).region.evaluate((box) => box === document.body.firstElementChild)).toBe(true);
      await page.keyboard.press('Tab');
      expect(await isFocused(find(page).details)).toBe(true);
      for (let tabs = 0; tabs < 5; tabs += 1) await page.keyboard.press('Tab');
      expect(await isFocused(page.getByRole('link', { name: 'Skip' }))).toBe(true);
    }));

  for (const name of ['reject', 'accept'] as const) {
    it(`UI-F4 after ${name} a status tells the outcome, and the next Tab enters the page`, () =>
      theatre.play({}, async (page) => {
        const { status, region } = find(page);
        // A live region must be there before it speaks.
        expect(await status.count()).toBe(1);
        await find(page)[name].press('Enter');
        await status.getByText(name === 'reject' ? 'Analytics rejected.' : 'Analytics accepted.').waitFor();
        expect(await region.count()).toBe(0);
        expect(await isFocused(status)).toBe(true);
        expect((await readNotes(page)).closed).toEqual([false]);
        await page.keyboard.press('Tab');
        expect(await isFocused(page.getByRole('link', { name: 'Skip' }))).toBe(true);
        expect(await status.count()).toBe(0);
      }));
  }

  it('UI-F4 a visitor who opened it again gets the focus back at the control they used', () =>
    theatre.play({ view: 'choices', status: STANDING_YES }, async (page) => {
      await find(page).reject.press('Enter');
      await find(page).status.getByText('rejected').waitFor();
      expect((await readNotes(page)).closed).toEqual([true]);
      expect(await isFocused(page.locator('#reopen'))).toBe(true);
    }));

  it('UI-F4 a mouse leaves the focus of the page alone', () =>
    theatre.play({ body: '<input aria-label="Name"><p>Text</p>' }, async (page) => {
      await page.getByLabel('Name').focus();
      await page.getByText('Text').click();
      await find(page).close.click();
      expect((await readNotes(page)).closed).toEqual([false]);
    }));

  it('UI-F4 removing a note keeps the focus in the list and says how many are left', () =>
    theatre.play({ notes: 2 }, async (page) => {
      await openDetails(page);
      const remove = page.getByRole('button', { name: /^Remove/ });
      await remove.first().press('Enter');
      await find(page).status.getByText('Notes left: 1.').waitFor();
      expect(await isFocused(remove)).toBe(true);
      await remove.press('Enter');
      await find(page).status.getByText('Notes left: 0.').waitFor();
      expect(await isFocused(find(page).details)).toBe(true);
      await page.getByText('This page has kept no notes').waitFor();
    }));

  it('UI-F11, UI-F13 visible words begin the accessible names; language and direction are tagged', () =>
    theatre.play({ direction: 'rtl' }, async (page) => {
      await openDetails(page);
      const box = find(page).region;
      expect(await box.getAttribute('lang')).toBe('en');
      expect(await box.getAttribute('dir')).toBe('rtl');
      const names = await box.evaluate((node) =>
        [...(node.shadowRoot?.querySelectorAll('button[aria-label]') ?? [])].map((button) => [
          button.textContent,
          button.getAttribute('aria-label'),
        ]),
      );
      for (const [words, name] of names) if (words !== '×') expect(name?.startsWith(words ?? '?')).toBe(true);
    }));

  it('UI-F14 nothing disappears by itself', () =>
    theatre.play({}, async (page) => {
      await page.clock.install();
      await page.clock.fastForward('24:00:00');
      expect(await find(page).region.isVisible()).toBe(true);
      await find(page).reject.click();
      await page.clock.fastForward('24:00:00');
      expect(await find(page).status.getByText('rejected').isVisible()).toBe(true);
    }));
});

describe('for eyes and hands', () => {
  const STICKY = '<header id="top">A header that stays</header>';
  for (const [size, header] of [
    ['phone', ''],
    ['phone', STICKY],
    ['desk', STICKY],
  ] as const) {
    it(`UI-F5 none of 119 stops is hidden at ${size} size${header && ', under a sticky header'}, forwards and back`, () =>
      theatre.play(
        {
          viewport: SIZES[size],
          css: `${header && 'html{scroll-padding-top:60px}'}#top{position:sticky;top:0;height:50px;background:#ccc}p{margin:0 0 40px}`,
          body: header + Array.from({ length: 119 }, (_, at) => `<p><a href="#${at}">Stop ${at}</a></p>`).join(''),
        },
        async (page) => {
          // Past the banner's own stops.
          const loaded = page.waitForEvent('requestfinished', (request) => /waiting/.test(request.url()));
          for (let tabs = 0; tabs < 6; tabs += 1) await page.keyboard.press('Tab');
          // What keeps the focus in sight comes with the first of them; a person is slower than that, a test need not be.
          const url = (await loaded).url();
          await page.evaluate(`import(${JSON.stringify(url)}).then(() => undefined)`);
          const hidden: string[] = [];
          const seen = new Set<string>();
          for (const key of ['Tab', 'Shift+Tab']) {
            for (let stop = 0; stop < 118; stop += 1) {
              const { name, isSeen } = await page.evaluate(readFocus);
              seen.add(name);
              if (!isSeen) hidden.push(`${key} ${name}`);
              await page.keyboard.press(key);
            }
          }
          expect(hidden).toEqual([]);
          expect(seen.size).toBeGreaterThanOrEqual(119);
        },
      ));
  }

  for (const [what, css, viewport] of [
    ['at 320×256', '', SIZES.zoomed],
    ['with text at 200 % on a phone', 'html{font-size:200%}', SIZES.phone],
    ['with text at 200 % at 320×256', 'html{font-size:200%}', SIZES.zoomed],
  ] as const) {
    it(`UI-F6 every word and control can be scrolled into sight ${what}, and nothing sideways`, () =>
      theatre.play({ css, viewport, purposes: ALL_PURPOSES }, async (page) => {
        await openDetails(page);
        const box = find(page).region;
        const parts = box.locator('p, label, button, a, summary, input');
        for (const part of await parts.all()) {
          if (!(await part.textContent())) continue;
          // A paragraph may be taller than the window: both its first and its last line must come into sight.
          const isSeen = await part.evaluate((node) => {
            const root = node.getRootNode() as ShadowRoot;
            return (['start', 'end'] as const).every((edge) => {
              node.scrollIntoView({ block: edge });
              const { left, right, top, bottom } = node.getBoundingClientRect();
              const lineY = edge === 'start' ? top + 14 : bottom - 14;
              const spots = [left + 8, (left + right) / 2, right - 8].map((x) => root.elementFromPoint(x, lineY));
              return left >= 0 && right <= innerWidth && spots.some((spot) => spot === node || node.contains(spot));
            });
          });
          expect([await part.textContent(), isSeen]).toEqual([await part.textContent(), true]);
        }
        const sideways = await box.evaluate(
          (node) =>
            [node, ...(node.shadowRoot?.querySelectorAll('div, p, ul, button') ?? [])].filter(
              (element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0,
            ).length,
        );
        expect(sideways).toBe(0);
      }));
  }

  it('UI-F6 text doubles with the text size of the browser, and never shrinks below 16 px', async () => {
    const sizeWith = (css: string) =>
      theatre.play({ css }, (page) =>
        find(page).reject.evaluate((node) => Number.parseFloat(getComputedStyle(node).fontSize)),
      );
    expect(await sizeWith('')).toBe(16);
    expect(await sizeWith('html{font-size:200%}')).toBe(32);
    expect(await sizeWith('html{font-size:62.5%}')).toBe(16);
  });

  it('UI-F6 text spacing is as the visitor wants it: nothing is cut off', () =>
    theatre.play({ viewport: SIZES.phone }, async (page) => {
      const cut = await find(page).region.evaluate((box) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(
          '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}',
        );
        box.shadowRoot?.adoptedStyleSheets.push(sheet);
        return [...(box.shadowRoot?.querySelectorAll('button, p') ?? [])].filter(
          (node) => node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1,
        ).length;
      });
      expect(cut).toBe(0);
    }));

  it('UI-F7 in forced colours the box has an edge, the answers their fill, and boxes a tick', () =>
    theatre.play({ forcedColors: 'active', purposes: ALL_PURPOSES }, async (page) => {
      const { region, reject, accept } = find(page);
      expect(await region.evaluate((box) => getComputedStyle(box).borderTopWidth)).toBe('1px');
      for (const answer of [reject, accept]) {
        const [ink, paper] = await answer.evaluate((node) => {
          const { color, backgroundColor } = getComputedStyle(node);
          return [color, backgroundColor];
        });
        expect(ink).not.toBe(paper);
        expect(await answer.evaluate((node) => getComputedStyle(node).forcedColorAdjust)).toBe('none');
      }
      await openDetails(page);
      const box = page.getByRole('checkbox').first();
      const unticked = await box.screenshot();
      await box.check();
      await page.mouse.move(0, 0);
      expect((await box.screenshot()).equals(unticked)).toBe(false);
    }));

  it('UI-F8 every control is at least 44 px high, or 24 px where it stands in a line', () =>
    theatre.play({ viewport: SIZES.phone, purposes: ALL_PURPOSES }, async (page) => {
      await openDetails(page);
      for (const control of await find(page).region.locator('button').all()) {
        const box = await control.boundingBox();
        expect(box?.height).toBeGreaterThanOrEqual(44);
        expect(box?.width).toBeGreaterThanOrEqual(44);
      }
      for (const control of await find(page).region.locator('a, summary, input').all())
        expect((await control.boundingBox())?.height).toBeGreaterThanOrEqual(24);
    }));

  for (const look of ['light', 'dark'] as const) {
    it(`UI-F9 edges and focus stand out by 3 to 1, text by 4.5, in ${look}`, () =>
      theatre.play({ colorScheme: look, purposes: ALL_PURPOSES }, async (page) => {
        const { reject } = find(page);
        await page.keyboard.press('Tab');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Tab');
        const colours = await reject.evaluate((node) => {
          const own = getComputedStyle(node);
          const box = getComputedStyle((node.getRootNode() as ShadowRoot).host);
          return {
            ink: own.color,
            fill: own.backgroundColor,
            ring: own.outlineColor,
            width: own.outlineWidth,
            paper: box.backgroundColor,
            text: box.color,
            edge: box.borderTopColor,
          };
        });
        expect(contrast(colours.ink, colours.fill)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(colours.text, colours.paper)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(colours.fill, colours.paper)).toBeGreaterThanOrEqual(3);
        expect(contrast(colours.ring, colours.paper)).toBeGreaterThanOrEqual(3);
        expect(contrast(colours.edge, colours.paper)).toBeGreaterThanOrEqual(3);
        expect(colours.width).toBe('3px');
      }));
  }

  it('UI-F10 nothing moves', () =>
    theatre.play({ reducedMotion: 'no-preference', purposes: ALL_PURPOSES }, async (page) => {
      await openDetails(page);
      const moving = await find(page).region.evaluate(
        (box) =>
          [box, ...(box.shadowRoot?.querySelectorAll('*') ?? [])].filter((node) => {
            const { transitionDuration, animationName } = getComputedStyle(node);
            return transitionDuration !== '0s' || animationName !== 'none';
          }).length,
      );
      expect(moving).toBe(0);
      expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    }));

  it('UI-F11 a page that reads from right to left gets the mirror image', async () => {
    const placesIn = (direction: 'ltr' | 'rtl') =>
      theatre.play({ direction }, async (page) => {
        const boxes = [find(page).region, find(page).reject, find(page).accept, find(page).close];
        return Promise.all(boxes.map((part) => part.boundingBox()));
      });
    const [left, right] = [await placesIn('ltr'), await placesIn('rtl')];
    for (const [at, box] of left.entries()) {
      if (!box) throw new Error('Not drawn.');
      expect(right[at]?.x).toBeCloseTo(SIZES.desk.width - box.x - box.width, 0);
      expect(right[at]?.width).toBeCloseTo(box.width, 0);
    }
  });

  it('it is not printed', () =>
    theatre.play({}, async (page) => {
      await page.emulateMedia({ media: 'print' });
      expect(await find(page).region.count()).toBe(0);
    }));
});

/** The page's focused element, once the page has been drawn with it, and whether any corner of it is in sight. */
async function readFocus(): Promise<{ readonly name: string; readonly isSeen: boolean }> {
  // The banner gives way in the frame after the focus; it asked for that frame before this does.
  await new Promise((resolve) => requestAnimationFrame(resolve));
  const node = document.activeElement ?? document.body;
  const { left, right, top, bottom } = node.getBoundingClientRect();
  const isSeen = [left + 1, right - 1].some((x) =>
    [top + 1, bottom - 1].some((y) => document.elementFromPoint(x, y) === node),
  );
  return { name: node.textContent ?? '', isSeen };
}

/** Contrast of two `rgb()` colours by WCAG 2.2. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) => {
    const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

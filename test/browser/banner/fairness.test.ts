import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scene } from './stage.ts';
import { find, LOOKS, openTheatre, readNotes, SIZES, type Theatre } from './theatre.ts';

const THREE: Scene = { purposes: ['improve', 'plan', 'speed'] };
const NO_ANSWER = { choices: [], closed: [], violations: [] };

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(() => theatre.close());

/** Everything the browser computes for an element, but for what follows from its own text. */
const readLook = (element: Locator) =>
  element.evaluate((node) => {
    const ofItsText = /^(inline-size|width|perspective-origin|transform-origin)$/;
    const style = getComputedStyle(node);
    const names = [...style].filter((name) => !ofItsText.test(name));
    return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name)]));
  });

const readBox = async (element: Locator) => {
  const box = await element.boundingBox();
  if (!box) throw new Error('The element is not drawn.');
  return box;
};

describe('the two answers', () => {
  for (const [size, viewport] of Object.entries(SIZES)) {
    it(`UI-A1 both are in sight at first, without scrolling, at ${size} size`, () =>
      theatre.play({ ...THREE, viewport }, async (page) => {
        for (const answer of [find(page).reject, find(page).accept]) {
          const { x, y, width, height } = await readBox(answer);
          expect(x).toBeGreaterThanOrEqual(0);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(x + width).toBeLessThanOrEqual(viewport.width);
          expect(y + height).toBeLessThanOrEqual(viewport.height);
          // In sight: its corners and middle are its own, not something's that lies over it.
          const isUncovered = await answer.evaluate((node) => {
            const { left, top, right, bottom } = node.getBoundingClientRect();
            const root = node.getRootNode() as ShadowRoot;
            const points = [
              [(left + right) / 2, (top + bottom) / 2],
              [left + 10, top + 10],
              [right - 10, bottom - 10],
            ] as const;
            return points.every(([px, py]) => root.elementFromPoint(px, py) === node);
          });
          expect(isUncovered).toBe(true);
        }
      }));

    for (const [look, options] of Object.entries(LOOKS)) {
      it(`UI-A2 they look the same at ${size} size in ${look}`, () =>
        theatre.play({ ...THREE, viewport, ...options }, async (page) => {
          const { reject, accept } = find(page);
          const [no, yes] = [await readBox(reject), await readBox(accept)];
          expect(Math.abs(no.height - yes.height)).toBeLessThanOrEqual(2);
          expect(Math.abs(no.width - yes.width)).toBeLessThanOrEqual(0.1 * no.width);
          expect(await readLook(accept)).toEqual(await readLook(reject));
          await reject.hover();
          const hovered = await readLook(reject);
          await accept.hover();
          expect(await readLook(accept)).toEqual(hovered);
        }));
    }
  }

  it('UI-A2 they stay the same with long words, in right-to-left and with the details open', () =>
    theatre.play(
      {
        ...THREE,
        direction: 'rtl',
        viewport: SIZES.phone,
        texts: { reject: 'Besucherstatistik-Auswertung ablehnen', acceptTicked: 'Angekreuztes annehmen' },
      },
      async (page) => {
        const { accept, details } = find(page);
        const reject = page.getByRole('button', { name: /ablehnen$/ });
        await details.click();
        const yes = page.getByRole('button', { name: /annehmen$/ });
        await yes.waitFor();
        expect(await accept.count()).toBe(0);
        expect((await readBox(reject)).height).toBe((await readBox(yes)).height);
        expect((await readBox(reject)).width).toBe((await readBox(yes)).width);
        expect(await readLook(yes)).toEqual(await readLook(reject));
      },
    ));

  it('UI-A2 no rule of the styles tells them apart', () =>
    theatre.play(THREE, async (page) => {
      const matched = (answer: Locator) =>
        answer.evaluate((node) => {
          const root = node.getRootNode() as ShadowRoot;
          const rules = root.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules]);
          return rules.flatMap((rule) =>
            rule instanceof CSSStyleRule && node.matches(rule.selectorText) ? [rule.cssText] : [],
          );
        });
      const rules = await matched(find(page).reject);
      expect(rules).not.toEqual([]);
      expect(await matched(find(page).accept)).toEqual(rules);
      expect(await find(page).accept.getAttribute('class')).toBe(await find(page).reject.getAttribute('class'));
    }));

  for (const [name, choice] of [
    ['reject', 'deny'],
    ['accept', { purposes: ['improve', 'plan', 'speed'] }],
  ] as const) {
    it(`UI-A3 one click is enough to ${name}`, () =>
      theatre.play(THREE, async (page) => {
        await find(page)[name].click();
        await find(page)
          .status.getByText(name === 'reject' ? 'Analytics rejected' : 'Analytics accepted')
          .waitFor();
        expect((await readNotes(page)).choices).toEqual([{ choice, method: 'banner', trusted: true }]);
      }));

    it(`UI-A3 by keyboard, ${name} takes as many keys as the other, but for one Tab`, () =>
      theatre.play(THREE, async (page) => {
        let tabs = 0;
        do {
          await page.keyboard.press('Tab');
          tabs += 1;
        } while (!(await find(page)[name].evaluate((node) => node.matches(':focus'))) && tabs < 20);
        // "Show details" and the privacy page come first, then the refusal, then the other.
        expect(tabs).toBe(name === 'reject' ? 3 : 4);
        await page.keyboard.press('Enter');
        await find(page)
          .status.getByText(/^Analytics (rejected|accepted)/)
          .waitFor();
        expect((await readNotes(page)).choices).toHaveLength(1);
      }));
  }
});

describe('what is not an answer', () => {
  it('UI-A5 no box is ticked, and each is on its own', () =>
    theatre.play(THREE, async (page) => {
      await find(page).details.click();
      const boxes = page.getByRole('checkbox');
      await boxes.first().waitFor();
      expect(await boxes.count()).toBe(3);
      const states = () => boxes.evaluateAll((nodes) => nodes.map((node) => (node as HTMLInputElement).checked));
      expect(await states()).toEqual([false, false, false]);
      await page.getByRole('checkbox', { name: /^Plan/ }).check();
      expect(await states()).toEqual([false, true, false]);
    }));

  it('UI-A8 names every purpose before the answers', () =>
    theatre.play(THREE, async (page) => {
      const { top } = await find(page).reject.evaluate((node) => node.getBoundingClientRect().toJSON());
      for (const title of ['Improve this site', 'Plan opening hours', 'Make pages faster'])
        expect((await readBox(page.getByText(title))).y).toBeLessThan(top);
    }));

  it('UI-A8 grants what is ticked and nothing else', () =>
    theatre.play(THREE, async (page) => {
      await find(page).details.click();
      await page.getByRole('checkbox', { name: /^Make/ }).check();
      await page.getByRole('checkbox', { name: /^Plan/ }).check();
      await page.getByRole('checkbox', { name: /^Plan/ }).uncheck();
      await page.getByRole('button', { name: 'Accept ticked' }).click();
      await find(page).status.getByText('Analytics accepted').waitFor();
      expect((await readNotes(page)).choices).toEqual([
        { choice: { purposes: ['speed'] }, method: 'banner', trusted: true },
      ]);
    }));

  it('UI-A8 takes a yes to nothing for no answer, and says so', () =>
    theatre.play(THREE, async (page) => {
      await find(page).details.click();
      await page.getByRole('button', { name: 'Accept ticked' }).click();
      await find(page).status.getByText('Tick what you accept').waitFor();
      expect(await readNotes(page)).toEqual(NO_ANSWER);
    }));

  it('UI-A8 forgets what was ticked when the details are hidden, and offers what is in sight again', () =>
    theatre.play(THREE, async (page) => {
      await find(page).details.click();
      await page.getByRole('checkbox', { name: /^Plan/ }).check();
      await find(page).details.click();
      await page.getByRole('button', { name: 'Accept analytics' }).waitFor();
      await find(page).details.click();
      await page.getByRole('checkbox').first().waitFor();
      expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(0);
    }));

  it('UI-A6 a thousand other doings are no answer, and ask the network for nothing', () =>
    theatre.play(THREE, async (page) => {
      // The details are static files; once they are here, nothing else may be asked for.
      await find(page).details.click();
      await page.getByRole('checkbox').first().waitFor();
      const before = theatre.stage.requests.length;
      await fumble(page, 1_000);
      expect(theatre.stage.requests.slice(before)).toEqual([]);
      expect((await readNotes(page)).choices).toEqual([]);
      expect(await find(page).region.isVisible()).toBe(true);
    }));

  for (const [what, act] of [
    ['Escape', (page: Page) => find(page).reject.press('Escape')],
    ['Escape on the accepting button', (page: Page) => find(page).accept.press('Escape')],
    ['the close button', (page: Page) => find(page).close.click()],
  ] as const) {
    it(`UI-A7 ${what} closes and answers nothing`, () =>
      theatre.play(THREE, async (page) => {
        await act(page);
        await find(page).region.waitFor({ state: 'detached' });
        expect((await readNotes(page)).choices).toEqual([]);
        expect((await readNotes(page)).closed).toHaveLength(1);
      }));
  }

  it('UI-A7 a click outside does nothing', () =>
    theatre.play(THREE, async (page) => {
      await page.mouse.click(900, 100);
      expect(await readNotes(page)).toEqual(NO_ANSWER);
      expect(await find(page).region.isVisible()).toBe(true);
    }));
});

/** Doings that are not a press of an answer: a seeded walk, so that a failure can be repeated. */
async function fumble(page: Page, times: number): Promise<void> {
  let seed = 20_261_122;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const region = await readBox(find(page).region);
  const isInside = (x: number, y: number) =>
    x > region.x - 4 && x < region.x + region.width + 4 && y > region.y - 4 && y < region.y + region.height + 4;
  const keys = ['PageDown', 'PageUp', 'ArrowDown', 'ArrowUp', 'Home', 'End', 'Tab', 'Shift+Tab', 'a', 'Shift'];
  for (let done = 0; done < times; done += 1) {
    const [x, y] = [random(1_280), random(800)];
    switch (random(6)) {
      case 0:
        await page.mouse.wheel(0, random(600) - 300);
        break;
      case 1:
        await page.mouse.move(x, y);
        break;
      case 2:
        if (!isInside(x, y)) await page.mouse.click(x, y);
        break;
      case 3:
        await page.keyboard.press(keys[random(keys.length)] ?? 'Tab');
        break;
      case 4:
        await page.setViewportSize({ width: 900 + random(380), height: 600 + random(200) });
        break;
      default:
        await page.evaluate(
          (name) => document.dispatchEvent(new Event(name, { bubbles: true })),
          ['visibilitychange', 'scroll', 'pagehide', 'pageshow', 'popstate', 'mouseleave'][random(6)] ?? 'scroll',
        );
    }
  }
}

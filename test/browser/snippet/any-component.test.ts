import { describe, expect, it } from 'vitest';
import { context, prepareStage, wire } from './stage.ts';
import { accept, untilBuffered, untilPosted, visit } from './visitor.ts';

prepareStage();

describe('any component of a page', () => {
  it('FE-14 records by an attribute or by .track, however late it comes, and both are sent after the yes', async () => {
    const page = await visit(context, wire);
    await untilBuffered(page, 3);
    // A component of its own that is added when the snippet has long been running, and knows nothing of it but this.
    await page.evaluate(() => {
      customElements.define(
        'size-chooser',
        class extends HTMLElement {
          connectedCallback() {
            this.innerHTML = `<button id="marked" data-askfirst-event="cart.add" data-askfirst-size="large" data-askfirst-items="3"><b>Large</b></button><button id="calls">Small</button>`;
            this.querySelector('#calls')?.addEventListener('click', () => {
              void window.askfirst.track('cart.add', { size: 'small', items: 1 });
            });
          }
        },
      );
      document.body.append(document.createElement('size-chooser'));
    });
    await page.click('#marked b');
    await untilBuffered(page, 4);
    await page.click('#calls');
    await untilBuffered(page, 5);
    expect(wire.events()).toEqual([]);
    await accept(page);
    await untilPosted(wire, 5);
    const sent = wire.uniqueEvents().filter(({ metric }) => metric === 'cart.add');
    expect(sent.map(({ properties }) => properties)).toEqual(
      expect.arrayContaining([
        { size: 'large', items: 3 },
        { size: 'small', items: 1 },
      ]),
    );
    expect(sent).toHaveLength(2);
  });
});

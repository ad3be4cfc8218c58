import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Content, html } from '../../../collector/pages/html.ts';

describe('text becomes HTML in one place', () => {
  it('S-18 T-96 shows markup in a value as the text it is', () => {
    expect(html`<td>${'<img src=x onerror=alert(1)>'}</td>`.toString()).toBe(
      '<td>&lt;img src=x onerror=alert(1)&gt;</td>',
    );
    expect(html`<a title="${'" autofocus onfocus="alert(1)'}">`.toString()).toBe(
      '<a title="&quot; autofocus onfocus=&quot;alert(1)">',
    );
  });

  it('T-97 shows an object that looks like a component as text, whatever the types were told', () => {
    const hostile = { type: 'img', props: { onerror: 'alert(1)' }, toString: () => '<b>x</b>' };
    // What came from outside can be any JSON behind a wrong type.
    expect(html`<td>${hostile as unknown as Content}</td>`.toString()).toBe('<td>&lt;b&gt;x&lt;/b&gt;</td>');
    const parsed: unknown = JSON.parse('{"type":"img","props":{"src":"x"}}');
    expect(html`<td>${parsed as Content}</td>`.toString()).toBe('<td>[object Object]</td>');
  });

  it('puts pieces and lists of pieces in as they are, and leaves nothing for what is not there', () => {
    const rows = ['a', '<b>'].map((text) => html`<li>${text}</li>`);
    expect(html`<ul>${rows}${undefined}${false}</ul>`.toString()).toBe('<ul><li>a</li><li>&lt;b&gt;</li></ul>');
    expect(html`${0}`.toString()).toBe('0');
  });

  it('lets no text open a tag, close an attribute or smuggle a control character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const shown = html`${text}`.toString();
        expect(shown).not.toMatch(/[<>"']/);
        // Of all control characters below a space, XML allows tab, line feed and carriage return.
        expect([...shown].filter((sign) => sign < ' ' && !'\t\n\r'.includes(sign))).toEqual([]);
        expect(shown.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
      }),
    );
  });
});

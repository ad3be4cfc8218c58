import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitsPath, looksLikeIdentifier, toPath } from '../../contract/path.ts';

const RULES = { templates: ['/:group/:project/issues/:id', '/orders/:id'], keep: ['/posts/*', '/help/**'] };

describe('what looks like an identifier', () => {
  it.each([
    '7',
    '2026',
    '1234567',
    'ana@harbour.example',
    '3f2b8c1e-0d4a-4c8f-9a51-2f6b7c8d9e01',
    'order-123456',
    'deadbeef12',
    'a1b2c3d4e5',
    'eyJhbGciOiJIUzI1NiJ9',
    'QmFzZVNpeHR5Rm91clRleHQ',
    'averylongwordwithoutanybreakswhatsoever',
  ])('%s does', (text) => expect(looksLikeIdentifier(text)).toBe(true));

  it.each(['about', 'posts', 'top-10-harbours-of-2026', 'web-3', 'côte-d-azur', 'README.md', 'v2', ''])(
    '%s does not',
    (text) => expect(looksLikeIdentifier(text)).toBe(false),
  );
});

describe('the path that is kept', () => {
  it.each([
    ['/', '/'],
    ['', '/'],
    ['/about?mail=ana@x.example#top', '/about'],
    ['/people/4711/edit', '/people/:id/edit'],
    ['/people/ana%40harbour.example', '/people/:id'],
    ['/acme/site/issues/4711', '/:group/:project/issues/:id'],
    ['/orders/x', '/orders/:id'],
    ['/posts/20261121', '/posts/20261121'],
    ['/help/a/1/2', '/help/a/1/2'],
    ['/bad/%E0%A4%A', '/bad/%E0%A4%A'],
  ])('of %j is %j', (given, kept) => expect(toPath(given, RULES)).toBe(kept));

  it('does not change when shortened again, whatever the path', () => {
    const segment = fc.oneof(fc.string(), fc.constantFrom(':id', 'posts', 'orders', 'issues', '123456', 'help'));
    fc.assert(
      fc.property(fc.array(segment), (parts) => {
        const once = toPath(`/${parts.join('/')}`, RULES);
        expect(toPath(once, RULES)).toBe(once);
      }),
    );
  });

  it('never carries a query or fragment', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (path, query) => !toPath(`/${path}?${query}`, RULES).includes('?')),
    );
  });
});

describe('patterns', () => {
  it.each([
    ['/service-desk/**', '/service-desk/a/b', true],
    ['/service-desk/**', '/service-desk', true],
    ['/service-desk/**', '/service', false],
    ['/posts/*', '/posts/a', true],
    ['/posts/*', '/posts/', false],
    ['/posts/*', '/posts/a/b', false],
  ])('%s on %s: %s', (pattern, path, fits) => expect(fitsPath(pattern, path)).toBe(fits));
});

import { describe, expect, it } from 'vitest';
import { CATEGORIES, GOODS } from '../../demo/shop/goods.ts';
import { serveShop } from '../../demo/shop/shop.ts';

const get = (path: string, headers: Record<string, string> = {}) =>
  serveShop(new Request(`http://localhost${path}`, { headers }));
const post = (path: string, form: Record<string, string>, cookie = '') =>
  serveShop(
    new Request(`http://localhost${path}`, { method: 'POST', body: new URLSearchParams(form), headers: { cookie } }),
  );

const PAGES = [
  '/',
  ...CATEGORIES.map(({ slug }) => `/goods/${slug}`),
  ...GOODS.map(({ category, slug }) => `/goods/${category}/${slug}`),
  '/search?q=brass',
  '/cart',
  '/guide',
  '/guide/care',
  '/orders/48213',
  '/about',
];

describe('the demo shop', () => {
  it.each(PAGES)('serves %s with one script tag of Askfirst and a way to the privacy page', async (path) => {
    const response = await get(path);
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(page.match(/<script defer src="\/askfirst\/askfirst\.js" referrerpolicy="no-referrer"/g)).toHaveLength(1);
    expect(page).toContain('href="/askfirst/privacy"');
    expect(page).toMatch(/<noscript>.*nothing about your visit is recorded/);
  });

  it('T-95 names nothing that lies on another server', async () => {
    for (const path of [...PAGES, '/shop.css', '/guide.js', '/favicon.svg']) {
      const text = (await (await get(path)).text()).replaceAll('http://www.w3.org/2000/svg', '');
      expect(text, path).not.toMatch(/(https?:)?\/\/[a-z0-9-]+\.[a-z]/i);
    }
  });

  it('UI-G1 serves every page under the strict policy, with a nonce of its own', async () => {
    const policies = await Promise.all(
      ['/', '/', '/guide', '/nothing'].map(async (path) => {
        const response = await get(path);
        const policy = response.headers.get('content-security-policy') ?? '';
        const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? 'none';
        const page = await response.text();
        for (const script of page.match(/<script[^>]*>/g) ?? []) expect(script).toContain(`nonce="${nonce}"`);
        expect(page).not.toMatch(/ style=|<style| on[a-z]+=/);
        return policy;
      }),
    );
    expect(new Set(policies).size).toBe(policies.length);
    for (const rule of ["default-src 'none'", "'strict-dynamic'", "base-uri 'none'", "trusted-types 'none'"])
      expect(policies[0]).toContain(rule);
    expect(policies[0]).not.toContain('unsafe');
  });

  it('writes what a visitor typed as text', async () => {
    const page = await (await get(`/search?q=${encodeURIComponent('"><script>alert(1)</script>')}`)).text();
    expect(page).not.toContain('<script>alert');
    expect(page).toContain('&lt;script&gt;alert');
  });

  it('finds goods by every word of a search', async () => {
    expect(await (await get('/search?q=goat+hair')).text()).toContain('1 thing for “goat hair”');
    expect(await (await get('/search?q=goat+hovercraft')).text()).toContain('0 things');
  });

  it('keeps a cart without any script', async () => {
    const added = await post('/cart', { add: 'fog-bell' });
    expect([added.status, added.headers.get('location')]).toEqual([303, '/cart']);
    const cookie = added.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(cookie).toBe('cart=fog-bell.1');
    expect(await (await get('/cart', { cookie })).text()).toContain('1 × €41');
    const removed = await post('/cart', { remove: 'fog-bell' }, cookie);
    expect(removed.headers.get('set-cookie')).toContain('Max-Age=0');
  });

  it('reads no nonsense from a cart cookie', async () => {
    const page = await (await get('/cart', { cookie: 'cart=fog-bell.99_<b>.1_honest-mug.2; other=1' })).text();
    expect(page).toContain('2 × €18');
    expect(page).not.toContain('<b>.1');
    expect(page).not.toContain('Fog bell');
  });

  it.each(['/goods/nothing', '/goods/kitchen/fog-bell', '/orders/12', '/goods/lights/stair-moon/more', '/__proto__'])(
    'answers 404 to %s',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );

  it('answers 400 to a form it does not know and 405 to other methods', async () => {
    expect((await post('/cart', { add: 'hovercraft' })).status).toBe(400);
    expect((await post('/about', { add: 'fog-bell' })).status).toBe(400);
    expect((await serveShop(new Request('http://localhost/', { method: 'DELETE' }))).status).toBe(405);
  });

  it('shows one chapter of the guide at a time and names the others', async () => {
    const page = await (await get('/guide/care')).text();
    expect(page.match(/data-chapter="[^"]+">/g)).toEqual(['data-chapter="/guide/care">']);
    expect(page.match(/data-chapter="[^"]+" hidden>/g)).toHaveLength(3);
  });
});

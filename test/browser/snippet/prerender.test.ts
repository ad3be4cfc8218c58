import { expect, it } from 'vitest';
import { browser, preparePuppeteerStage, wire } from './stage-by-puppeteer.ts';
import { until } from './visitor.ts';

/** Under Playwright a prerendered page never starts its scripts; so this browser is led by Puppeteer. */
preparePuppeteerStage();

/** A page without the snippet, which has the browser make another ready before anybody goes to it. */
const START = `<!doctype html><title>start</title>
  <script type="speculationrules">{"prerender":[{"urls":["/shown"],"eagerness":"immediate"}]}</script>
  <a id="go" href="/shown">go</a>`;

/** What the page that is made ready tells of itself, since no driver can look into it: at first, and once its event is kept. */
const TELLING = `<script>
  addEventListener('load', async () => {
    const tell = async (when) => {
      const { effective, reason, buffered } = await askfirst.status();
      const databases = (await indexedDB.databases()).length;
      const { prerendering } = document;
      await fetch('/told?' + new URLSearchParams({ when, prerendering, effective, reason, buffered, databases }));
    };
    const recorded = askfirst('test.count', { items: 1 });
    await tell('first');
    await recorded;
    while ((await askfirst.status()).buffered < 4) await new Promise((resolve) => setTimeout(resolve, 25));
    await tell('recorded');
  });
</script>`;

const untilTold = async (when: string) => {
  const found = await until(
    () => wire.requests.find(({ path }) => path.startsWith(`/told?when=${when}`)),
    (request) => request !== undefined,
  );
  return Object.fromEntries(new URL(found?.path ?? '', wire.url).searchParams);
};
const ours = () => wire.requests.filter(({ path }) => path.startsWith('/askfirst/')).map(({ path }) => path);

it('UI-G12 a prerendered page stores and sends nothing until it is shown', async () => {
  wire.head = TELLING;
  wire.onPath = (path) =>
    path === '/start' ? { status: 200, headers: { 'Content-Type': 'text/html' }, body: START } : undefined;
  const page = await browser.newPage();
  await page.goto(`${wire.url}/start`);
  expect(await untilTold('first')).toEqual({
    when: 'first',
    prerendering: 'true',
    effective: 'off',
    reason: 'prerendering',
    buffered: '0',
    databases: '0',
  });
  expect(ours()).toEqual(['/askfirst/askfirst.js']);
  await page.click('#go');
  expect(await untilTold('recorded')).toMatchObject({ prerendering: 'false', effective: 'buffering', buffered: '4' });
  // It was made ready once and is the page that is shown.
  expect(wire.requests.filter(({ path }) => path === '/shown')).toHaveLength(1);
  await until(ours, (paths) => paths.includes('/askfirst/widget.js'));
  expect(wire.requests.filter(({ method }) => method === 'POST')).toEqual([]);
});

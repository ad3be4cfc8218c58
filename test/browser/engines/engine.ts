/** A browser engine as the shared suite drives it. Each engine has a driver of its own; the suite is one. */
export interface Engine {
  readonly version: string;
  /** Forgets everything: a browser that has never been here. */
  openFresh(): Promise<Profile>;
  close(): Promise<void>;
}

/** A browser with storage of its own. */
export interface Profile {
  openTab(url: string): Promise<Tab>;
  close(): Promise<void>;
}

/** One page that a person looks at. */
export interface Tab {
  goTo(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Runs the body of an async function in the page and hands back what it returns, as JSON. */
  run<Result>(body: string): Promise<Result>;
  /** Brings the tab to the front and clicks there, as a hand would. */
  clickAt(x: number, y: number): Promise<void>;
  close(): Promise<void>;
}

/** Waits until something holds. Rejects with `what` after a minute. */
export async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  const endMs = performance.now() + 60_000;
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Where the button of that name is, in whatever open shadow root it lies. */
const FIND_BUTTON = `
  const find = (root) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.tagName === 'BUTTON' && element.textContent.trim() === name) return element;
      const inside = element.shadowRoot && find(element.shadowRoot);
      if (inside) return inside;
    }
  };
  const button = find(document);
  if (!button) return null;
  button.scrollIntoView({ block: 'nearest' });
  const { left, top, width, height } = button.getBoundingClientRect();
  return width ? { x: Math.round(left + width / 2), y: Math.round(top + height / 2) } : null;`;

/** Clicks a button by its words, once it is there. */
export async function clickButton(tab: Tab, name: string): Promise<void> {
  let place: { x: number; y: number } | null = null;
  await until(`the button "${name}"`, async () => {
    place = await tab.run<{ x: number; y: number } | null>(`const name = ${JSON.stringify(name)};${FIND_BUTTON}`);
    return place !== null;
  });
  // Set by the loop above, which does not end without.
  const { x, y } = place as unknown as { x: number; y: number };
  await tab.clickAt(x, y);
}

/** What the banner's two buttons say. */
export const ACCEPT = 'Accept analytics';
export const REJECT = 'Reject analytics';

/** Longer than events wait in a page before they are sent, so that what must not be sent has had its chance. */
const LINGER_MS = 1_200;

/** Looks on for a while. */
export const linger = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, LINGER_MS));

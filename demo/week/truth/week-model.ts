/**
 * The rules of signed-in people, applied to the truth of a week: for each event whether it may be stored. An independent reading
 * of design 9; shares no code with the product. Between two lines everything that was asked for has been answered.
 */
import { toDay } from '../../traffic/truth/expected-events.ts';
import { Standing } from './standing.ts';
import { goOn, type Note, nextMilestoneMs } from './visit.ts';
import type { WeekLine } from './week-line.ts';

/** An open page, and what it was told. */
interface Page {
  /** Whose page it is; nobody's before somebody signs in. */
  readonly person: string | undefined;
  /** Would the collector take its token? */
  isTokenGood: boolean;
  tokenAtMs: number;
  /** What its token says of the organisation. */
  saysOff: boolean;
  /** When it fetched a token while it was open: at that time it may not have heard yet, and send what the collector refuses. */
  hearsAtMs?: number;
  /** As it is recorded; undefined where nobody may look. */
  readonly path: string | undefined;
  isOpen: boolean;
}

interface Browser {
  signedIn: string | undefined;
  /** Whose traces an answerless end would leave. */
  here: string | undefined;
  page: Page | undefined;
}

/** The app gives an open page a fresh token when the one it has is older. */
const TOKEN_FRESH_MS = 20 * 60 * 1000;

const HOUR_MS = 60 * 60 * 1000;

/** What must be so after the lines taken. */
export class WeekModel {
  nowMs = 0;
  readonly #off = new Set<string>();
  /** People whose yes stands. */
  readonly rows = new Set<string>();
  /** By browser and person. */
  readonly standings = new Map<string, Standing>();
  readonly #browsers = new Map<string, Browser>();
  readonly #timeZone: string;

  constructor(timeZone: string) {
    this.#timeZone = timeZone;
  }

  take({ did, atMs, browser: name, person, path, organisation = '', isOff }: WeekLine): void {
    this.nowMs = atMs;
    if (did === 'ceiling') {
      if (isOff) this.#off.add(organisation);
      else this.#off.delete(organisation);
    }
    if (did === 'clock') for (const [at, browser] of this.#browsers) this.#liveOn(at, browser);
    if (name === undefined) return;
    const browser = this.#browsers.get(name) ?? { signedIn: undefined, here: undefined, page: undefined };
    this.#browsers.set(name, browser);
    if (did === 'sign-in') browser.signedIn = person;
    else if (did === 'sign-out') browser.signedIn = undefined;
    else if (did === 'view') this.#arrive(name, browser, { person: browser.signedIn, path, isTokenGood: true });
    else if (did === 'identify') {
      const before = this.#observed(name, browser);
      this.#arrive(name, browser, { person, path: browser.page?.path, isTokenGood: false }, before);
    } else if (did === 'close' && browser.page) browser.page.isOpen = false;
    else if (browser.page?.isOpen && browser.page.person !== undefined) this.#decide(name, browser, did);
  }

  /** Whose page is or was in front of this browser, and what stands for them. */
  standingIn(name: string): { readonly person?: string; readonly standing?: Standing; readonly page?: Page } {
    const page = this.#browsers.get(name)?.page;
    if (page?.person === undefined) return {};
    return { person: page.person, standing: this.#of(name, page.person), page };
  }

  /** The standings of one browser, or of all. */
  all(name?: string): readonly Standing[] {
    return [...this.standings].flatMap(([key, standing]) =>
      name === undefined || key.startsWith(`${name} `) ? standing : [],
    );
  }

  /** @param before who was already observed in this very page */
  #arrive(
    name: string,
    browser: Browser,
    { person, path, isTokenGood }: Pick<Page, 'person' | 'path' | 'isTokenGood'>,
    before?: Standing,
  ): void {
    if (browser.here !== person && browser.here !== undefined) this.#of(name, browser.here).leave();
    browser.here = person;
    // A forged token says whatever suits its maker.
    const saysOff = isTokenGood && person !== undefined && this.isOff(person);
    browser.page = { person, path, isTokenGood, saysOff, tokenAtMs: this.nowMs, isOpen: true };
    if (person === undefined) return;
    this.#look(name, browser.page, person);
    if (this.#observed(name, browser) !== before) this.#show(name, browser.page, person);
  }

  #decide(name: string, browser: Browser, did: WeekLine['did']): void {
    const { page } = browser;
    if (page?.person === undefined) return;
    const { person } = page;
    const standing = this.#of(name, person);
    if (did === 'close-issue') {
      if (this.#observed(name, browser)) this.#note(name, person, [{ metric: 'issue.close', properties: {} }]);
    } else if (did === 'yes') {
      const wasObserved = this.#observed(name, browser);
      standing.grant(this.nowMs);
      this.#look(name, page, person);
      // Under a no the page in front was not noted; from the yes on it is a page that is shown.
      if (!wasObserved) this.#show(name, page, person);
    } else if (did === 'no' || did === 'no-here') {
      standing.deny('own');
      if (did !== 'no' || !page.isTokenGood) return;
      standing.noes += 1;
      this.rows.delete(person);
    }
  }

  /** An open page after the clocks were moved: its visit lives on, it may get a fresh token, and asks whether the yes stands. */
  #liveOn(name: string, browser: Browser): void {
    const { page } = browser;
    if (!page?.isOpen || page.person === undefined) return;
    const { person } = page;
    const standing = this.#observed(name, browser);
    const dueMs = standing?.visit && page.path !== undefined ? nextMilestoneMs(standing.visit) : undefined;
    if (dueMs !== undefined && dueMs <= this.nowMs) this.#visit(name, page, person, 0);
    if (this.nowMs - page.tokenAtMs >= TOKEN_FRESH_MS)
      Object.assign(page, {
        isTokenGood: true,
        tokenAtMs: this.nowMs,
        saysOff: this.isOff(person),
        hearsAtMs: this.nowMs,
      });
    this.#look(name, page, person);
    if (this.#observed(name, browser) && !standing) this.#show(name, page, person);
  }

  /** What stands for whoever is being observed now. */
  #observed(name: string, { page }: Browser): Standing | undefined {
    if (!page?.isOpen || page.person === undefined || page.saysOff) return undefined;
    const standing = this.#of(name, page.person);
    return standing.decision === 'denied' ? undefined : standing;
  }

  /** May this browser send? It asks once an hour; where the yes no longer stands it stops and takes back what it sent. */
  #look(name: string, page: Page, person: string): void {
    const standing = this.#of(name, person);
    if (standing.decision !== 'granted' || page.saysOff) return;
    const hour = Math.floor(this.nowMs / HOUR_MS);
    if (standing.passHour !== hour) {
      if (!page.isTokenGood) return;
      if (!standing.isTold) {
        standing.isTold = true;
        this.rows.add(person);
      }
      if (this.isOff(person)) {
        page.saysOff = true;
        return;
      }
      if (!this.rows.has(person)) {
        standing.deny('elsewhere');
        return;
      }
      standing.passHour = hour;
    }
    standing.send();
  }

  #show(name: string, page: Page, person: string): void {
    if (page.path === undefined) return;
    this.#note(name, person, [{ metric: 'page.view', properties: { path: page.path } }]);
    this.#visit(name, page, person, 1);
  }

  #visit(name: string, { path = '' }: Page, person: string, pages: 0 | 1): void {
    const standing = this.#of(name, person);
    const now = { atMs: this.nowMs, day: toDay(this.nowMs, this.#timeZone), pages, path };
    const { visit, notes } = goOn(standing.visit, now);
    standing.visit = visit;
    this.#note(name, person, notes);
  }

  /** What happens while the organisation does not permit it may never be stored, whatever a page believes. */
  #note(name: string, person: string, notes: readonly Omit<Note, 'atMs'>[]): void {
    if (this.isOff(person)) return;
    const standing = this.#of(name, person);
    standing.note(notes, this.nowMs);
    if (standing.decision === 'granted' && standing.passHour === Math.floor(this.nowMs / HOUR_MS)) standing.send();
  }

  /** Does the person’s organisation not permit it now? */
  isOff(person: string): boolean {
    return this.#off.has(person.split('/')[0] ?? '');
  }

  #of(name: string, person: string): Standing {
    const key = `${name} ${person}`;
    const standing = this.standings.get(key) ?? new Standing(this.#timeZone);
    this.standings.set(key, standing);
    return standing;
  }
}

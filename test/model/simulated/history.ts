import { Collector } from './collector.ts';
import { DECISION_MS, deny, grant, load } from './decide.ts';
import { Device, type Tab, type Task } from './device.ts';
import { flush } from './flush.ts';
import type { Fault, Post, Purpose } from './protocol.ts';
import type { Choices } from './random.ts';
import { forget, track } from './record.ts';
import { Witness } from './witness.ts';

/** Steps of a history before the dust settles. Our choice: enough for two decisions, some flushes and their faults, where a step lets a task go on for a while. */
const STEPS = 70;

/** Calls under way at once; more would only make every one of them slower to end. */
const MAX_TASKS = 7;

/** What a history came to. */
export interface Told {
  readonly broken: readonly string[];
  /** What happened, a line each, if it was asked for. */
  readonly story: readonly string[];
  readonly choices: readonly number[];
}

interface Act {
  readonly weight: number;
  readonly name: string;
  readonly act: (tab: Tab) => void;
}

/** One browser with two tabs, one collector, one network, and a scheduler that takes its choices from `choices`. */
export function tellHistory(choices: Choices, fault?: Fault, wantsStory = false): Told {
  const history = new History(choices, fault, wantsStory);
  history.tell();
  return { broken: [...history.witness.broken], story: history.story, choices: choices.made };
}

class History {
  readonly story: string[] = [];
  readonly #choices: Choices;
  readonly #wantsStory: boolean;
  #acts: readonly Act[] = [];
  readonly #collector: Collector;
  readonly witness: Witness;
  readonly #device: Device;

  constructor(choices: Choices, fault: Fault | undefined, wantsStory: boolean) {
    this.#choices = choices;
    this.#wantsStory = wantsStory;
    this.#collector = new Collector(fault, (events) => this.witness.seesAck(events));
    this.witness = new Witness(this.#collector);
    this.#device = new Device(fault, this.witness);
  }

  tell(): void {
    this.#acts = this.#allActs();
    this.#begin(this.#choices.choose(4));
    for (let step = 0; step < STEPS && this.witness.broken.size === 0 && !this.#choices.isOver; step += 1) {
      const chosen = this.#choices.choose(100);
      // Weights of our choice: mostly work goes on, now and then the world acts.
      const hasWorked = chosen < 50 ? this.#workAWhile() : chosen < 75 && this.#travel();
      if (!hasWorked) this.#act();
    }
    if (this.witness.broken.size === 0) this.#settle();
  }

  /** Many histories begin where it gets interesting: after a yes, after events, after a no. */
  #begin(chapter: number): void {
    const device = this.#device;
    const tab = this.#tab(0);
    if (chapter < 1) return;
    this.#note('once there was a yes');
    device.start(tab, 'grant', grant(device, tab, ['improve']));
    this.#drain();
    if (chapter < 2) return;
    this.#note('and events');
    for (let count = 0; count < 3; count += 1) device.start(tab, 'track', track(device, tab, 'improve'));
    this.#drain();
    device.start(tab, 'flush', flush(device, tab));
    this.#drain();
    this.#collector.backUp();
    if (chapter < 3) return;
    this.#note('and a no');
    device.start(tab, 'deny', deny(device, tab));
  }

  #note(line: string): void {
    if (this.#wantsStory) this.story.push(line);
  }

  #pick<Item>(items: readonly Item[]): Item | undefined {
    return items.length === 0 ? undefined : items[this.#choices.choose(items.length)];
  }

  /** A task goes on for a while; few switches between tasks find more than many. */
  #workAWhile(): boolean {
    const task = this.#pick(this.#device.tasks.filter((each) => this.#canGo(each)));
    if (task === undefined) return false;
    for (let left = 1 + this.#choices.choose(12); left > 0 && this.#canGo(task); left -= 1) this.#work(task, true);
    return true;
  }

  #canGo(task: Task): boolean {
    if (!this.#device.tasks.includes(task)) return false;
    if (task.outcome === undefined) return this.#device.isRunnable(task);
    return !this.#tab(task.tab).isFrozen && !task.isOrphan;
  }

  /** Half an await: what was waited for happens, or its task hears of it. */
  #work(task: Task, mayFail: boolean): void {
    const device = this.#device;
    if (task.outcome === undefined) {
      const fails = mayFail && task.wait?.kind === 'storage' && this.#choices.choose(60) === 0;
      this.#note(`tab ${task.tab} ${task.name}: ${describeWait(task)}${fails ? ' FAILS' : ''}`);
      device.run(task, fails ? 'the disk failed' : undefined);
    } else {
      this.#note(`tab ${task.tab} ${task.name}: goes on`);
      device.deliver(task);
    }
  }

  /** A request arrives, or the collector does one durable step. */
  #travel(): boolean {
    const device = this.#device;
    const onTheWay = device.posts.filter((post) => post.copies > 0);
    if (this.#collector.isBusy && (onTheWay.length === 0 || this.#choices.choose(2) === 0)) {
      this.#collector.step(this.#choices.choose(4));
      this.#note('collector: one step');
      this.witness.looksAtCollector();
      return true;
    }
    const post = this.#pick(onTheWay);
    if (post === undefined) return false;
    post.copies -= 1;
    this.#note(`network: ${post.message.kind} arrives`);
    this.#collector.arrive(post);
    return true;
  }

  /** The visitor, the browser, the network or the operator does something. */
  #act(): void {
    const tab = this.#tab(this.#choices.choose(2));
    let chosen = this.#choices.choose(this.#acts.reduce((sum, { weight }) => sum + weight, 0));
    for (const { weight, name, act } of this.#acts) {
      chosen -= weight;
      if (chosen >= 0) continue;
      this.#note(`tab ${tab.number} or the world: ${name}`);
      act(tab);
      return;
    }
  }

  /** Everything that can happen by itself, with weights of our choice. */
  #allActs(): readonly Act[] {
    const device = this.#device;
    const act = (weight: number, name: string, run: (tab: Tab) => void): Act => ({ weight, name, act: run });
    return [
      // First, so that a history gets shorter by setting choices to 0.
      act(1, 'nothing happens', () => undefined),
      act(18, 'track', (tab) => this.#call(tab, 'track', () => track(device, tab, this.#purpose()))),
      act(10, 'grant', (tab) => this.#call(tab, 'grant', () => grant(device, tab, this.#purposes()))),
      act(9, 'deny', (tab) => this.#call(tab, 'deny', () => deny(device, tab))),
      act(10, 'flush', (tab) => this.#call(tab, 'flush', () => flush(device, tab))),
      ...[
        act(4, 'forget', (tab) => this.#forget(tab)),
        act(5, 'crash', (tab) => this.#crash(tab)),
        act(6, 'freeze', (tab) => this.#freeze(tab)),
        act(5, 'thaw', (tab) => this.#thaw(tab)),
        act(3, 'offline or online', (tab) => this.#toggleOnline(tab)),
        act(8, 'a second passes', () => this.#wait(1_000)),
        act(2, 'twenty seconds pass', () => this.#wait(20_000)),
        act(2, 'the decision expires', () => this.#wait(DECISION_MS)),
        act(1, 'the decision is damaged', () => this.#damage()),
        act(6, 'a request is duplicated', () => this.#touchPost((post) => this.#duplicate(post))),
        act(4, 'a request gives up, and may still arrive', () => this.#touchPost((post) => this.#giveUp(post))),
        act(2, 'a request is lost', () => this.#touchPost((post) => this.#lose(post))),
        act(3, 'the collector crashes', () => this.#collector.crash()),
        act(4, 'a backup is taken', () => this.#collector.backUp()),
        act(4, 'the backup is restored', () => this.#restore()),
        act(6, 'tombstones are replayed', () => this.#replay()),
        // Each history leaves out about half of these, so that those it has meet more often (swarm testing).
      ].filter(() => this.#choices.choose(2) === 1),
    ];
  }

  /** No more faults: everything under way ends, pages are loaded anew, what may be sent is sent. */
  #settle(): void {
    const device = this.#device;
    this.#note('the dust settles');
    for (const tab of device.tabs) Object.assign(tab, { isFrozen: false, isOnline: true });
    this.#replay();
    this.#drain();
    for (const tab of device.tabs) this.#crash(tab);
    this.#drain();
    for (let round = 0; round < 3; round += 1) {
      for (const tab of device.tabs) device.start(tab, 'flush', flush(device, tab));
      this.#drain();
    }
    this.witness.looksAtCollector();
    this.witness.looksAtTheEnd(device);
  }

  #drain(): void {
    const device = this.#device;
    for (let turn = 0; turn < 3_000; turn += 1) {
      const task = this.#pick(device.tasks.filter((each) => this.#canGo(each)));
      if (task !== undefined) this.#work(task, false);
      if (task !== undefined || this.#travel()) continue;
      const unanswered = device.posts.filter((post) => post.answer === undefined);
      for (const post of unanswered) post.answer = 'none';
      if (device.tasks.length === 0 && unanswered.length === 0) return;
      if (unanswered.length === 0) this.#wait(1_000);
    }
    this.witness.seesTrouble(`something never ends: ${device.tasks.map((task) => task.name).join(', ')}`);
  }

  #tab(number: number): Tab {
    const tab = this.#device.tabs[number];
    if (tab === undefined) throw new Error(`There is no tab ${number}.`);
    return tab;
  }

  #call(tab: Tab, name: string, call: () => ReturnType<typeof track | typeof flush>): void {
    if (!tab.isFrozen && this.#device.tasks.length < MAX_TASKS) this.#device.start(tab, name, call());
  }

  #purpose(): Purpose {
    return this.#choices.choose(3) === 0 ? 'research' : 'improve';
  }

  #purposes(): readonly Purpose[] {
    return this.#choices.choose(2) === 0 ? ['improve'] : ['improve', 'research'];
  }

  #forget(tab: Tab): void {
    const name = this.#pick([...this.#device.disk.buffer.keys()]);
    if (name !== undefined) this.#call(tab, 'forget', () => forget(this.#device, tab, name));
  }

  #crash(tab: Tab): void {
    this.#device.kill(tab, () => this.#choices.choose(2) === 0);
    this.#device.start(tab, 'load', load(this.#device, tab));
  }

  #freeze(tab: Tab): void {
    tab.isFrozen = true;
  }

  #thaw(tab: Tab): void {
    tab.isFrozen = false;
  }

  #toggleOnline(tab: Tab): void {
    tab.isOnline = !tab.isOnline;
  }

  #wait(ms: number): void {
    this.#device.nowMs += ms;
  }

  /** Not while somebody relies on what it read: that no protocol could notice. */
  #damage(): void {
    const { disk, locks, tasks } = this.#device;
    if (disk.decision === undefined || locks.isHeld('decision') || tasks.some((task) => task.isOrphan)) return;
    disk.decision = { state: 'unreadable' };
  }

  #touchPost(touch: (post: Post) => void): void {
    const post = this.#pick(this.#device.posts);
    if (post !== undefined) touch(post);
  }

  #duplicate(post: Post): void {
    post.copies += 1;
  }

  #giveUp(post: Post): void {
    post.answer ??= 'none';
  }

  #lose(post: Post): void {
    post.copies = 0;
    post.answer ??= 'none';
  }

  #restore(): void {
    this.#collector.restore();
    this.witness.seesRestore();
    this.witness.looksAtCollector();
  }

  #replay(): void {
    this.#collector.replayTombstones();
    this.witness.looksAtCollector();
  }
}

function describeWait({ wait }: Task): string {
  if (wait?.kind === 'storage') return `${wait.database}: ${wait.what}`;
  if (wait?.kind === 'answer') return `${wait.post.message.kind} answered ${wait.post.answer}`;
  const { name, shared, steals } = wait?.request ?? { name: '', shared: false, steals: false };
  return `lock ${name}${shared ? ' shared' : ''}${steals ? ' stolen' : ''}`;
}

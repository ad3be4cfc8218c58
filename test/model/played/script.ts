import { replay } from '../simulated/random.ts';
import { PlayedBrowser } from './browser.ts';

/** What somebody does, and in which tab. */
export type ScriptStep = readonly [does: 'track' | 'grant' | 'deny' | 'flush' | 'forget' | 'reload', tab: number];

/** How the disk fails: which of its steps, and with what. */
export interface DiskFault {
  /** Counted from 1. */
  readonly step: number;
  /** Only that step, or that and all after it until the script is over. */
  readonly lasts: boolean;
  readonly error: string;
}

/** What a script came to. */
export interface PlayedScript {
  readonly broken: readonly string[];
  /** Steps the disk took while the script was played, and those of them before its last step. */
  readonly diskSteps: number;
  readonly diskStepsBeforeLast: number;
  /** Events that arrived before any page was loaded anew. */
  readonly arrivedByItself: number;
  readonly story: readonly string[];
}

/**
 * Plays a script, each step to its end, with a disk that fails where it is told to; afterwards it is whole again.
 * @param only the one kind of disk step that is counted and can fail; without it each of them
 */
export async function playScript(
  script: readonly ScriptStep[],
  fault?: DiskFault,
  only?: 'commit',
): Promise<PlayedScript> {
  let [diskSteps, diskStepsBeforeLast] = [0, 0];
  const browser = new PlayedBrowser({
    choices: replay([]),
    wantsStory: true,
    failure: (step) => {
      if (only && step !== only) return undefined;
      diskSteps += 1;
      if (fault === undefined) return undefined;
      return diskSteps === fault.step || (fault.lasts && diskSteps > fault.step) ? fault.error : undefined;
    },
  });
  await browser.drain();
  for (const [does, tab] of script) {
    browser.note(`tab ${tab}: ${does}`);
    diskStepsBeforeLast = diskSteps;
    if (does === 'grant') browser.grant(tab, ['improve', 'stock']);
    else browser[does](tab);
    await browser.drain();
  }
  const taken = diskSteps;
  await browser.rest();
  const arrivedByItself = browser.witness.arrived;
  await browser.settle();
  const { witness, story } = browser;
  return { broken: [...witness.broken], diskSteps: taken, diskStepsBeforeLast, arrivedByItself, story };
}

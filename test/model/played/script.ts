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
  /** Steps the disk took while the script was played. */
  readonly diskSteps: number;
  readonly story: readonly string[];
}

/** Plays a script, each step to its end, with a disk that fails where it is told to; afterwards it is whole again. */
export async function playScript(script: readonly ScriptStep[], fault?: DiskFault): Promise<PlayedScript> {
  let diskSteps = 0;
  const browser = new PlayedBrowser({
    choices: replay([]),
    wantsStory: true,
    failure: () => {
      diskSteps += 1;
      if (fault === undefined) return undefined;
      return diskSteps === fault.step || (fault.lasts && diskSteps > fault.step) ? fault.error : undefined;
    },
  });
  await browser.drain();
  for (const [does, tab] of script) {
    browser.note(`tab ${tab}: ${does}`);
    if (does === 'grant') browser.grant(tab, ['improve', 'stock']);
    else browser[does](tab);
    await browser.drain();
  }
  const taken = diskSteps;
  await browser.settle();
  return { broken: [...browser.witness.broken], diskSteps: taken, story: browser.story };
}

/** What people do, as lists of steps. Nothing here knows a browser; paths are written by hand as a report must show them. */
import type { MomentName } from './calendar.ts';

/** One thing somebody does. People are named as `organisation/id`. */
export type Step =
  /** Goes to a page of the forge. Without `path` it is one that nobody may observe. */
  | { readonly do: 'view'; readonly url: string; readonly path?: string }
  | { readonly do: 'sign-in'; readonly person: string }
  | { readonly do: 'sign-out' }
  /** An answer, by the question or by the choices opened again. */
  | { readonly do: 'yes' | 'no' | 'no-here' }
  /** Presses the button of an issue, which leads to its project. */
  | { readonly do: 'close-issue' }
  /** The admin's switch for the whole organisation. */
  | { readonly do: 'ceiling'; readonly isOff: boolean }
  /** Writes down the token of the page in front, for another day. */
  | { readonly do: 'keep-token' }
  /** Hands the page a token that was good once, or one made from one's own. */
  | { readonly do: 'identify'; readonly person: string; readonly token: BadToken };

/** What is wrong with a token: its time is over, it names a colleague, it hides that the organisation is off, it is not signed. */
export type BadToken = 'expired' | 'of-a-colleague' | 'without-ceiling' | 'unsigned';

/** What somebody does in one browser at one moment. The page is closed afterwards, unless it stays open. */
export interface Sitting {
  readonly moment: MomentName;
  readonly browser: string;
  readonly steps: readonly Step[];
  readonly staysOpen?: true;
}

const view = (url: string, path = url): Step => ({ do: 'view', url, path });
const PROJECT = '/forge/:group/:project';
const ISSUE = '/forge/:group/:project/issues/:id';

/** Pages of the forge. */
export const GROUPS = view('/forge/');
export const GROUP_PAGES: readonly Step[] = [view('/forge/tides'), view('/forge/quay')];
export const PROJECTS: readonly Step[] = [
  view('/forge/tides/almanac', PROJECT),
  view('/forge/tides/soundings', PROJECT),
  view('/forge/quay/crane-log', PROJECT),
];
export const ISSUES: readonly Step[] = [
  view('/forge/tides/almanac/issues/12', ISSUE),
  view('/forge/tides/almanac/issues/17', ISSUE),
  view('/forge/tides/soundings/issues/3', ISSUE),
  view('/forge/quay/crane-log/issues/8', ISSUE),
];
export const ADMIN_PAGE = view('/forge/admin');
export const SERVICE_DESK: Step = { do: 'view', url: '/forge/service-desk' };

export const YES: Step = { do: 'yes' };
export const NO: Step = { do: 'no' };
export const NO_HERE: Step = { do: 'no-here' };
export const CLOSE_ISSUE: Step = { do: 'close-issue' };
export const SIGN_OUT: Step = { do: 'sign-out' };

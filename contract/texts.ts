/** The words a visitor is shown: `texts/<language>.json`. The collector adds the site's own words to the shipped ones. */

/** Shipped with the package, one file per language in widget/texts. `{name}` is replaced. */
export interface WidgetTexts {
  /** Accessible name of the banner's region. */
  readonly region: string;
  /** The question. `{controller}` */
  readonly question: string;
  /** What waits, singular and plural (design 5.4). `{n}`, `{time}` */
  readonly waitingOne: string;
  readonly waitingMany: string;
  readonly waitingNone: string;
  readonly accept: string;
  /** In place of `accept` while the purposes stand beside boxes to tick, and what is said if none is. */
  readonly acceptTicked: string;
  readonly nothingTicked: string;
  readonly reject: string;
  readonly purposes: string;
  readonly details: string;
  readonly hideDetails: string;
  readonly remove: string;
  /** `{n}` are left. */
  readonly removed: string;
  readonly exactRecord: string;
  readonly accepted: string;
  readonly rejected: string;
  readonly failed: string;
  readonly close: string;
  readonly reopen: string;
  readonly privacyPage: string;
  readonly development: string;
  /** In the banner opened again: what stands now. `{day}`, and in the first `{purposes}` */
  readonly standingYes: string;
  readonly standingNo: string;
  readonly undecided: string;
  /** After `standingYes`, where more is asked for than was accepted; a list of it follows. */
  readonly changed: string;
  /** `{time}` */
  readonly signal: string;
  /** On sites where people sign in. */
  readonly people?: PeopleTexts;
}

/** What only people who sign in are told; shipped in widget/texts/people. */
export interface PeopleTexts {
  /** The no that is told to nobody, and what the two of them mean. */
  readonly rejectHere: string;
  readonly signedIn: string;
  /** What may forbid beside the person's own decision. */
  readonly organisationOff: string;
  readonly noStandingYes: string;
}

/** Words of the privacy centre, one file per language in widget/texts/centre, loaded when it is opened. `{name}` is replaced. */
export interface CentreTexts {
  readonly title: string;
  readonly close: string;
  readonly viewChoices: string;
  readonly viewHeld: string;
  readonly viewRights: string;
  readonly viewAbout: string;
  readonly purposes: string;
  readonly tickSome: string;
  readonly rejectHint: string;
  readonly waiting: string;
  readonly waitingNone: string;
  readonly sent: string;
  readonly sentNone: string;
  /** `{day}`, `{what}`, `{n}` */
  readonly sentCount: string;
  readonly showSent: string;
  /** `{n}` */
  readonly erased: string;
  readonly download: string;
  readonly saveKey: string;
  readonly keyHint: string;
  readonly eraseAll: string;
  readonly eraseHint: string;
  readonly withdraw: string;
  readonly requests: string;
  readonly done: string;
  readonly asked: string;
  /** `{n}` */
  readonly requested: string;
  /** `{day}`, `{named}`, `{removed}`, `{remaining}`, `{barredUntil}`, `{backupsUntil}` */
  readonly confirmed: string;
  readonly proofs: string;
  /** `{day}`, `{purposes}` */
  readonly receipt: string;
  readonly proofsNone: string;
  readonly asFile: string;
  readonly asPage: string;
  readonly nothingSent: string;
  readonly refusedStorage: string;
  readonly notReached: string;
  readonly withdrawnCopy: string;
  readonly saved: string;
  /** `{version}`, `{scope}` */
  readonly version: string;
  readonly running: string;
  readonly shared: string;
  readonly forget: string;
  readonly forgetHint: string;
  readonly forgetSure: string;
  readonly forgotten: string;
}

/** `texts/<language>.json` as served. */
export interface SiteTexts {
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** SHA-256 over the RFC 8785 form of everything else in this file, lower-case hex: the proof of the words shown. */
  readonly notice: string;
  readonly controller: string;
  readonly widget: WidgetTexts;
  readonly purposes: Readonly<Record<string, { readonly title: string; readonly text: string }>>;
  /** Metric descriptions by name, for the waiting list. */
  readonly metrics: Readonly<Record<string, string>>;
  /** What scopes after the first asked for anew, oldest first, as sentences. */
  readonly changes?: readonly { readonly scope: number; readonly text: string }[];
}

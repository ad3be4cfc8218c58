/** The public face of the snippet (design 5.2), as types. No code. */

import type { PropertyValue } from '../contract/check-event.ts';
import type { DropCounts, DropReason } from '../contract/drop-reasons.ts';
import type { HeldGroup, KeyFile } from '../contract/rights.ts';
import type { ConsentMethod, WireEvent } from '../contract/wire.ts';

/** Undoes what returned it. Calling it twice is the same as once. */
export type Stop = () => void;

/**
 * A site's own say: is asked for each event, with a copy of it, before anything of it is kept. Whatever it does but return `true`
 * removes the event, counted as `filtered`. It can neither add nor change one.
 */
export type EventFilter = (metric: string, properties: Readonly<Record<string, PropertyValue>>) => boolean;

/** What became of an event on the device. */
export type Recorded = { readonly recorded: true } | { readonly dropped: DropReason };

/** Why `effective` is what it is. A closed list. */
export type StatusReason =
  | 'undecided'
  | 'granted'
  | 'denied'
  | 'signal-gpc'
  | 'signal-dnt'
  | 'organisation-off'
  | 'no-standing-yes'
  | 'expired'
  | 'scope-outdated'
  | 'insecure-context'
  | 'endpoint-not-first-party'
  | 'storage-unavailable'
  | 'browser-too-old'
  | 'configuration-missing'
  | 'prerendering'
  | 'switched-off'
  | 'not-in-a-page'
  | 'not-identified';

/** What Askfirst does in this browser now. Days are in the site's time zone. */
export interface Status {
  readonly decision: 'undecided' | 'granted' | 'denied';
  /** Empty unless granted. */
  readonly purposes: readonly string[];
  readonly decidedOn?: string;
  readonly expiresOn?: string;
  /** The scope agreed to, or the one now asked for. */
  readonly scope: number;
  readonly effective: 'buffering' | 'collecting' | 'off';
  readonly reason: StatusReason;
  readonly storage: 'indexeddb' | 'memory' | 'none';
  /** Events that wait on this device. */
  readonly buffered: number;
  /** Handles kept: one for each event that was ever attempted, and while a link is being pressed one for the event that may follow. */
  readonly held: number;
  readonly dropped: DropCounts;
}

/** One event that waits, exactly as it would be sent, and the token that `forget` takes. */
export interface WaitingEvent {
  readonly token: string;
  readonly recordedAtMs: number;
  readonly event: WireEvent;
}

/**
 * A choice: the purposes said yes to, or a no. An empty list is a no. Where people sign in, `deny` reaches their other
 * browsers and `deny-here` sends nothing; elsewhere they are the same.
 */
export type Choice = { readonly purposes: readonly string[] } | 'deny' | 'deny-here';

/** What came of a choice. `refused` says why it does not stand. */
export type Decided =
  | { readonly decision: 'granted' | 'denied' }
  | {
      readonly refused:
        | 'needs-a-trusted-event'
        | 'could-not-be-stored'
        | 'unknown-purpose'
        | 'not-running'
        | 'signal-forbids'
        | 'decided-elsewhere';
    };

/** Why a right could not be used. `could-not-be-loaded`: the network is gone and the page has not loaded what is needed. */
export interface RightRefused {
  readonly refused: 'could-not-be-loaded' | Extract<Decided, { readonly refused: unknown }>['refused'];
}

/** What came of a request to withdraw or to erase. Whatever is `requested` is durable and is sent until it is confirmed. */
export type Erased =
  /** Nothing was ever sent from this browser, or all of it has been erased before. */
  | { readonly state: 'nothing-sent' }
  | { readonly state: 'requested' }
  /** Certificates are JWS in compact form, the newest last; none where another tab took the answer. */
  | { readonly state: 'confirmed'; readonly certificate?: string; readonly certificates: readonly string[] };

/** The device's and the collector's copies of all that concerns this browser. */
export interface AccessDocument {
  readonly kind: 'askfirst-access';
  readonly version: 1;
  /** Origin and base path. */
  readonly site: string;
  readonly device: {
    readonly status: Status;
    /** What has not been sent, exactly as it would be. */
    readonly waiting: readonly WaitingEvent[];
    /** Handles of what was attempted. They prove "I sent this": who has them can see and erase it. */
    readonly held: readonly HeldGroup[];
    /** Signed, and what they say. */
    readonly receipts: readonly SignedDocument[];
    readonly certificates: readonly SignedDocument[];
    /** Requests that are not confirmed yet. */
    readonly requested: readonly { readonly kind: 'withdraw' | 'erase'; readonly handles: number }[];
  };
  readonly collector:
    | { readonly answered: false; readonly why: 'not-reached' | 'nothing-held' | 'withdrawn' }
    | {
        readonly answered: true;
        readonly events: readonly WireEvent[];
        readonly receipts: readonly Readonly<Record<string, unknown>>[];
        readonly meaning: Readonly<Record<string, string>>;
      };
}

/** A JWS with its payload, which anybody can read and the key in keys.json proves. */
export interface SignedDocument {
  readonly signed: string;
  readonly says: Readonly<Record<string, unknown>>;
}

/** A view of the privacy centre. */
export type CentreView = 'choices' | 'held' | 'rights' | 'about';

/** A site's metrics by name. The file that `askfirst types` writes fills it; while it is empty every name is taken. */
// biome-ignore lint/suspicious/noEmptyInterface: only an interface can be filled from another file.
export interface DeclaredMetrics {}

/** What `track` takes: a metric of whatever name, or, once the site's metrics are declared, one of them with its properties. */
export type TrackArguments = [keyof DeclaredMetrics] extends [never]
  ? [metric: string, properties?: Readonly<Record<string, PropertyValue>>]
  : {
      [Name in keyof DeclaredMetrics]: Record<never, never> extends DeclaredMetrics[Name]
        ? [metric: Name, properties?: DeclaredMetrics[Name]]
        : [metric: Name, properties: DeclaredMetrics[Name]];
    }[keyof DeclaredMetrics];

/** `window.askfirst`, and what `createAskfirst` returns. Nothing it does throws into the page. */
export interface Askfirst {
  (...event: TrackArguments): Promise<Recorded>;
  track(...event: TrackArguments): Promise<Recorded>;
  status(): Promise<Status>;
  open(view?: CentreView): Promise<void>;
  decide(choice: Choice): Promise<Decided>;
  buffered(): Promise<readonly WaitingEvent[]>;
  forget(token: string): Promise<boolean>;
  /** Denies, and erases all that this browser sent. */
  withdraw(): Promise<Erased | RightRefused>;
  /** Erases the same; the decision stays. */
  erase(): Promise<Erased | RightRefused>;
  access(): Promise<AccessDocument | RightRefused>;
  /** What proves this browser's rights, to save: who has the file can see and erase what it names. */
  exportKey(): Promise<KeyFile | RightRefused>;
  flush(): Promise<void>;
  /** Who is here: the subject token that the site signed, or nobody. For sites where people sign in. */
  identify(token: string | null): Promise<void>;
  on(name: 'change', listener: (status: Status) => void): Stop;
}

/** What the widget is given. It draws and reports; it decides nothing. */
export interface WidgetHost {
  readonly texts: import('../contract/texts.ts').SiteTexts;
  /** Purposes that may be granted, in the order of the configuration. */
  readonly purposes: readonly string[];
  readonly development: boolean;
  /** A person has signed in: their answer reaches their other browsers, unless it is for this one only. */
  readonly isSignedIn: boolean;
  readonly privacyUrl: string;
  /** `banner`: the first question. `choices`: opened again by the visitor, from `opener` if that is known. */
  readonly view: 'banner' | 'choices';
  readonly opener?: Element;
  /** The scope of a yes that does not cover everything that is asked for now: what changed since is told. */
  readonly agreedScope?: number;
  /** URL of the module with the waiting list, imported when it is opened. */
  readonly waitingUrl: string;
  status(): Promise<Status>;
  buffered(): Promise<readonly WaitingEvent[]>;
  forget(token: string): Promise<boolean>;
  /** `event` is the visitor's own click or key press; a grant without a trusted one is refused. */
  decide(choice: Choice, event: Event, method: ConsentMethod): Promise<Decided>;
  onChange(listener: (status: Status) => void): Stop;
  /** Called once when the widget has left the page, so that the reopen button can come back and take the focus if it was in the widget. */
  closed(focusWasInside: boolean): void;
}

/** What the privacy centre is given. It draws and reports; it decides, stores and sends nothing. */
export interface CentreHost
  extends Pick<
      WidgetHost,
      | 'texts'
      | 'purposes'
      | 'privacyUrl'
      | 'opener'
      | 'agreedScope'
      | 'isSignedIn'
      | 'status'
      | 'buffered'
      | 'forget'
      | 'decide'
      | 'onChange'
      | 'closed'
    >,
    Pick<Askfirst, 'access' | 'exportKey'> {
  readonly words: import('../contract/texts.ts').CentreTexts;
  readonly view: CentreView;
  /** Where the site's files lie. */
  readonly baseUrl: string;
  /** What the device keeps, and certificates that came since this page was loaded. */
  kept(): Promise<AccessDocument['device']>;
  /** Public keys of the site, which prove what it has signed. */
  keys(): Promise<readonly unknown[]>;
  withdraw(): Promise<Erased | RightRefused>;
  /** All that was sent, or one event of it. */
  erase(eventId?: string): Promise<Erased | RightRefused>;
  /** True once this browser knows nothing any more. */
  forgetDevice(): Promise<boolean>;
}

/** What `centre.js` exports. */
export interface CentreModule {
  /** Draws the centre into the page; resolves when it can be used. */
  openCentre(host: CentreHost): Promise<{ show(view: CentreView): void; readonly close: Stop }>;
}

/** What `widget.js` exports. */
export interface WidgetModule {
  /** Draws the widget into the page; resolves when it can be answered. */
  openWidget(host: WidgetHost): Promise<{ readonly close: Stop }>;
}

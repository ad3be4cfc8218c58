/** The public face of the snippet (design 5.2), as types. No code. */

import type { PropertyValue } from '../contract/check-event.ts';
import type { DropCounts, DropReason } from '../contract/drop-reasons.ts';
import type { ConsentMethod, WireEvent } from '../contract/wire.ts';

/** Undoes what returned it. Calling it twice is the same as once. */
export type Stop = () => void;

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
  | 'not-in-a-page';

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
  /** Handles kept, one for each event that was ever attempted. */
  readonly held: number;
  readonly dropped: DropCounts;
}

/** One event that waits, exactly as it would be sent, and the token that `forget` takes. */
export interface WaitingEvent {
  readonly token: string;
  readonly recordedAtMs: number;
  readonly event: WireEvent;
}

/** A choice: the purposes said yes to, or a no. An empty list is a no. */
export type Choice = { readonly purposes: readonly string[] } | 'deny';

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
  open(view?: 'choices' | 'held' | 'rights' | 'about'): Promise<void>;
  decide(choice: Choice): Promise<Decided>;
  buffered(): Promise<readonly WaitingEvent[]>;
  forget(token: string): Promise<boolean>;
  flush(): Promise<void>;
  on(name: 'change', listener: (status: Status) => void): Stop;
}

/** What the widget is given. It draws and reports; it decides nothing. */
export interface WidgetHost {
  readonly texts: import('../contract/texts.ts').SiteTexts;
  /** Purposes that may be granted, in the order of the configuration. */
  readonly purposes: readonly string[];
  readonly development: boolean;
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

/** What `widget.js` exports. */
export interface WidgetModule {
  /** Draws the widget into the page; resolves when it can be answered. */
  openWidget(host: WidgetHost): Promise<{ readonly close: Stop }>;
}

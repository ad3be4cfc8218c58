/** Asks the visitor, or lets an interface of the site ask: loads the widget and its texts on demand, checks that a person said yes. */

import type { SiteConfiguration } from '../contract/site.ts';
import type { SiteTexts } from '../contract/texts.ts';
import type { ConsentMethod } from '../contract/wire.ts';
import type { Askfirst, Choice, Decided, WidgetHost, WidgetModule } from './api.ts';
import type { DecisionChange } from './decision/change-decision.ts';
import type { Standing } from './decision/decision.ts';
import { readSignal } from './decision/signals.ts';
import { pickLanguage } from './language.ts';
import type { Neighbours } from './neighbours.ts';
import { drawReopenButton } from './reopen-button.ts';
import { FIRST_PARTY } from './send/post.ts';

/** How and by what a choice was made. */
export interface ChoiceDetails {
  readonly method: ConsentMethod;
  /** The visitor's own click or key press, where it is known. */
  readonly event?: Event;
}

/** The question and its control. */
export interface Question {
  /** Carries out a yes. */
  decide(choice: Exclude<Choice, 'deny'>, details: ChoiceDetails): Promise<Decided>;
  open: Askfirst['open'];
  /** Shows what belongs to the decision that stands: the question, or the button to change it. */
  onStanding(standing: Standing): void;
}

export function createQuestion(parts: {
  readonly neighbours: Neighbours;
  readonly site: SiteConfiguration;
  readonly baseUrl: string;
  readonly language: string | undefined;
  readonly standing: () => Promise<Standing>;
  readonly change: DecisionChange;
  readonly announce: () => Promise<void>;
  readonly host: Pick<WidgetHost, 'status' | 'buffered' | 'forget' | 'onChange'> & {
    readonly decide: (choice: Choice, details: ChoiceDetails) => Promise<Decided>;
  };
}): Question {
  const { neighbours, site, baseUrl, change, announce, host } = parts;
  const { document, navigator } = neighbours.page;
  const language = pickLanguage(
    [parts.language, document.documentElement.lang, ...navigator.languages],
    site.languages,
  );
  let texts: Promise<SiteTexts> | undefined;
  let widget: Promise<{ close(): void }> | undefined;
  let button: ReturnType<typeof drawReopenButton> | undefined;

  const readTexts = () => {
    texts ??= neighbours
      .fetch(`${baseUrl}texts/${language}.json`, FIRST_PARTY)
      // The collector's own file; what the widget needs of it, it draws as text.
      .then((response) => response.json() as Promise<SiteTexts>);
    texts.catch(() => {
      texts = undefined;
    });
    return texts;
  };

  const drawButton = () => {
    button ??= drawReopenButton({
      document,
      label: site.reopen[language] ?? 'Privacy',
      language,
      onOpen: (opener) => void open('choices', opener),
    });
  };

  async function show(view: WidgetHost['view'], opener?: Element): Promise<void> {
    widget ??= (async () => {
      const [loaded, words] = await Promise.all([
        // A module of our own origin; its shape is the contract of api.ts.
        import(baseUrl + site.files.widget) as Promise<WidgetModule>,
        readTexts(),
      ]);
      button?.stop();
      button = undefined;
      return loaded.openWidget({
        texts: words,
        purposes: site.registry.purposes,
        development: site.development,
        privacyUrl: `${baseUrl}privacy`,
        view,
        ...(opener && { opener }),
        waitingUrl: baseUrl + site.files.waiting,
        ...host,
        decide: (choice, event, method) => host.decide(choice, { event, method }),
        closed(focusWasInside) {
          widget = undefined;
          void parts.standing().then(({ decision }) => {
            if (decision === 'undecided') return;
            drawButton();
            if (focusWasInside) button?.focus();
          });
        },
      });
    })();
    try {
      await widget;
    } catch {
      // A question that cannot be shown is not answered, and no answer is no yes (UI-G7).
      widget = undefined;
    }
  }

  const open = async (_view?: string, opener?: Element) => show('choices', opener);

  return {
    async decide({ purposes }, { method, event }) {
      const isTrusted = event ? event.isTrusted : navigator.userActivation?.isActive;
      if (!isTrusted) return { refused: 'needs-a-trusted-event' };
      if (!purposes.every((purpose) => site.registry.purposes.includes(purpose))) return { refused: 'unknown-purpose' };
      const seen = await parts.standing();
      const despiteSignal = !!readSignal(navigator, site.signals);
      if (despiteSignal && method !== 'centre') return { refused: 'signal-forbids' };
      try {
        const { notice } = await readTexts();
        const details = { purposes, method, notice, language, despiteSignal, seen };
        const decided = await change.grant(details);
        await announce();
        return decided;
      } catch {
        // The words could not be read, so nobody can have agreed to them.
        return { refused: 'not-running' };
      }
    },
    open,
    onStanding({ ask, decision, effective }) {
      if (ask) void show('banner');
      else if (decision !== 'undecided' && !widget && effective) drawButton();
    },
  };
}

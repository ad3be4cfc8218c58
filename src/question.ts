/** Asks the visitor: loads the widget and its texts on demand, and keeps the button to change the answer. Decides nothing. */

import type { SiteTexts } from '../contract/texts.ts';
import type { ConsentMethod } from '../contract/wire.ts';
import type { Askfirst, Choice, Decided, WidgetHost, WidgetModule } from './api.ts';
import type { ChoicesModule } from './choices.ts';
import type { Standing } from './decision/decision.ts';
import type { Device } from './device.ts';
import { pickLanguage } from './language.ts';
import { drawReopenButton } from './reopen-button.ts';
import { FIRST_PARTY } from './send/post.ts';

/** How a choice was made, and by what event, where it is known. */
export type Decide = (choice: Choice, method: ConsentMethod, event?: Event) => Promise<Decided>;

/** The question and its button. */
export interface Question {
  /** The words in the visitor's language. Rejects where they cannot be read: nobody can agree to them then. */
  readTexts(): Promise<SiteTexts>;
  /** What carries out a yes. */
  readChoices(): Promise<ChoicesModule>;
  open: Askfirst['open'];
  /** Shows what belongs to the decision that stands: the question, or the button to change the answer. */
  onStanding(standing: Standing): void;
}

/** What the widget is given to work with. */
export type QuestionHost = Pick<WidgetHost, 'status' | 'buffered' | 'forget' | 'onChange'> & {
  readonly decide: Decide;
  readonly current: () => Standing | undefined;
};

/** @param wished what the script tag says of the language */
export function createQuestion(
  { fetch, page, site, baseUrl }: Device,
  { decide, current, ...host }: QuestionHost,
  wished: string | undefined,
): Question {
  const { document, navigator } = page;
  const { purposes } = site.registry;
  const language = pickLanguage([wished, document.documentElement.lang, ...navigator.languages], site.languages);
  let widget: Promise<unknown> | undefined;
  let button: ReturnType<typeof drawReopenButton> | undefined;

  const readTexts = async (): Promise<SiteTexts> =>
    // The collector's own file; what the widget needs of it, it draws as text.
    (await fetch(`${baseUrl}texts/${language}.json`, FIRST_PARTY)).json();

  const readChoices = (): Promise<ChoicesModule> => import(`${baseUrl}choices.js`);

  const drawButton = () => {
    if (!widget && current()?.decision !== 'undecided')
      button ??= drawReopenButton(document, site.reopen[language] ?? 'Privacy', (opener) => show('choices', opener));
  };

  const load = async (view: WidgetHost['view'], opener?: Element): Promise<unknown> => {
    const [{ openWidget }, texts]: [WidgetModule, SiteTexts] = await Promise.all([
      import(baseUrl + site.files.widget),
      readTexts(),
    ]);
    button?.stop();
    button = undefined;
    // On its way while the visitor reads.
    readChoices().catch(() => undefined);
    return openWidget({
      ...host,
      texts,
      purposes,
      view,
      ...(opener && { opener }),
      development: site.development,
      privacyUrl: `${baseUrl}privacy`,
      waitingUrl: baseUrl + site.files.waiting,
      decide: (choice, event, method) => decide(choice, method, event),
      closed(focusWasInside) {
        widget = undefined;
        drawButton();
        if (focusWasInside) button?.focus();
      },
    });
  };

  const show = async (view: WidgetHost['view'], opener?: Element): Promise<void> => {
    widget ??= load(view, opener);
    try {
      await widget;
    } catch {
      // A question that cannot be shown is not answered, and no answer is no yes (UI-G7).
      widget = undefined;
      drawButton();
    }
  };

  return {
    readTexts,
    readChoices,
    open: () => show('choices'),
    onStanding({ decision, reason }) {
      if (
        purposes[0] &&
        (decision === reason || reason === 'expired' || reason === 'scope-outdated') &&
        decision !== 'denied' &&
        reason !== 'granted'
      )
        void show('banner');
      else drawButton();
    },
  };
}

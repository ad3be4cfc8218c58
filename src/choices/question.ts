/** Loads the widget and its texts, and hands the widget what it needs. Decides nothing. */

import type { WidgetHost, WidgetModule } from '../api.ts';
import type { Choices, Core } from '../core.ts';
import { readTexts } from './texts.ts';

/** The question, at most once at a time. */
export function createQuestion(core: Core, { grant, forget }: Pick<Choices, 'grant' | 'forget'>): Choices['show'] {
  const { device, keeper, on, status, buffered, deny, onQuestion } = core;
  const { site, baseUrl } = device;
  let widget: Promise<unknown> | undefined;

  const load = async (view: WidgetHost['view'], opener?: Element): Promise<void> => {
    const [{ openWidget }, texts]: [WidgetModule, Awaited<ReturnType<typeof readTexts>>] = await Promise.all([
      import(baseUrl + site.files.widget),
      readTexts(core),
    ]);
    onQuestion(true);
    const { reason, grant: standing } = keeper.current() ?? {};
    const { close } = await openWidget({
      texts,
      purposes: site.registry.purposes,
      development: site.development,
      isSignedIn: !!device.pass,
      privacyUrl: `${baseUrl}privacy`,
      view,
      ...(opener && { opener }),
      ...(reason === 'scope-outdated' && standing && { agreedScope: standing.scope }),
      waitingUrl: baseUrl + site.files.waiting,
      status,
      buffered,
      forget,
      decide: (choice, { isTrusted }, method) =>
        typeof choice === 'object' && choice.purposes[0]
          ? grant({
              purposes: choice.purposes,
              method,
              isTrusted,
              notice: texts.notice,
              chosenUnder: keeper.current(),
            })
          : deny(choice),
      onChange: (listener) => on('change', listener),
      closed(focusWasInside) {
        widget = undefined;
        onQuestion(false, focusWasInside);
      },
    });
    // It asked somebody who is gone.
    void device.gone?.then(close);
  };

  return async (view, opener) => {
    widget ??= load(view, opener);
    try {
      await widget;
    } catch {
      // A question that cannot be shown is not answered, and no answer is no yes (UI-G7).
      widget = undefined;
      onQuestion(false);
    }
  };
}

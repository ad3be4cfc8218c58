/** Loads the privacy centre with its words, and hands it what it needs. Decides nothing. */

import { fromBase64Url, toEventId } from '../../contract/handle.ts';
import type { CentreTexts } from '../../contract/texts.ts';
import type { CentreHost, CentreModule } from '../api.ts';
import { readTexts } from '../choices/texts.ts';
import type { Core, Rights } from '../core.ts';
import { FIRST_PARTY } from '../send/post.ts';
import { toSigned } from './certificate.ts';
import { forgetDevice } from './forget-device.ts';
import { readHoldings } from './holdings.ts';
import type { Outbox } from './outbox.ts';
import type { OwnCopy } from './own-copy.ts';
import type { Requests } from './requests.ts';

/** The rooms beside this one. */
export interface CentreParts extends Pick<Rights, 'access' | 'exportKey'> {
  readonly outbox: Outbox;
  readonly requests: Requests;
  readonly ownCopy: OwnCopy;
}

/** The centre, at most once at a time. */
export function createCentre(
  core: Core,
  { outbox, requests, ownCopy, access, exportKey }: CentreParts,
): Rights['show'] {
  const { device, keeper, language, on, deny, choices, onQuestion } = core;
  const { site, baseUrl, subtle } = device;
  let centre: ReturnType<CentreModule['openCentre']> | undefined;

  /** The handle of an event, if it is held here. */
  const findHandle = async (id: string): Promise<readonly string[]> => {
    for (const { handle } of (await readHoldings(core.rights.existing)).held)
      if ((await toEventId(fromBase64Url(handle) ?? new Uint8Array(), subtle)) === id) return [handle];
    return [];
  };

  const load: (...shown: Parameters<Rights['show']>) => ReturnType<CentreModule['openCentre']> = async (
    view,
    opener,
  ) => {
    // The collector's own files; what is drawn of them is drawn as text.
    const [{ openCentre }, texts, words, room]: [
      CentreModule,
      Awaited<ReturnType<typeof readTexts>>,
      CentreTexts,
      Awaited<ReturnType<typeof choices>>,
    ] = await Promise.all([
      import(`${baseUrl}centre.js`),
      readTexts(core),
      device.fetch(`${baseUrl}texts/centre/${language}.json`, FIRST_PARTY).then((answer) => answer.json()),
      choices(),
    ]);
    onQuestion(true);
    const { reason, grant: standing } = keeper.current() ?? {};
    const host: CentreHost = {
      texts,
      words,
      view,
      baseUrl,
      ...(opener && { opener }),
      ...(reason === 'scope-outdated' && standing && { agreedScope: standing.scope }),
      purposes: site.registry.purposes,
      isSignedIn: !!device.pass,
      privacyUrl: `${baseUrl}privacy`,
      status: core.status,
      buffered: core.buffered,
      forget: room.forget,
      decide: (choice, { isTrusted }, method) =>
        typeof choice === 'object' && choice.purposes[0]
          ? room.grant({
              purposes: choice.purposes,
              method,
              isTrusted,
              notice: texts.notice,
              chosenUnder: keeper.current(),
            })
          : deny(choice),
      onChange: (listener) => on('change', listener),
      async kept() {
        const kept = await ownCopy.readHere();
        const known = kept.certificates.map(({ signed }) => signed);
        const fresh = outbox.confirmed.filter((signed) => !known.includes(signed));
        return { ...kept, certificates: [...kept.certificates, ...fresh.flatMap(toSigned)] };
      },
      access,
      exportKey,
      keys: ownCopy.keys,
      withdraw: () => requests.withdrawn(deny('deny')),
      erase: async (id) => requests.erase(id === undefined ? undefined : await findHandle(id)),
      forgetDevice: () => forgetDevice(core),
      closed(focusWasInside) {
        centre = undefined;
        onQuestion(false, focusWasInside);
      },
    };
    const opened = await openCentre(host);
    // It showed somebody who is gone.
    device.signal?.addEventListener('abort', opened.close);
    return opened;
  };

  return async (view, opener) => {
    const isOpen = !!centre;
    centre ??= load(view, opener);
    try {
      const opened = await centre;
      if (isOpen) opened.show(view);
    } catch {
      // What cannot be shown changes nothing; the button to try again comes back.
      centre = undefined;
      onQuestion(false);
    }
  };
}

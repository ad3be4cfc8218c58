/**
 * Puts the banner into the page and takes it out again. Comes in: the host, which decides and stores. Goes out: the
 * visitor's answer, by `host.decide`. The page is not touched but for one element, the first of its body.
 */

import type { Choice, WidgetModule } from '../src/api.ts';
import { type BannerActions, type BannerState, drawBanner } from './banner/banner.ts';
import { STYLES } from './banner/styles.ts';
import type * as waitingModule from './waiting.ts';

/** Draws the widget; resolves when it can be answered. Rejects, with nothing drawn, when it cannot be. */
export const openWidget: WidgetModule['openWidget'] = async (host) => {
  const { texts, opener } = host;
  const { widget } = texts;
  // A section, because search engines honour data-nosnippet on few elements; without an id, which might be the page's own.
  const box = document.createElement('section');
  const root = box.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  const isBanner = host.view === 'banner';
  let isAsking = true;
  let state: BannerState;

  const update = (change: Partial<BannerState>) => {
    state = { ...state, ...change };
    banner.show(state);
  };
  /** Whatever fails, nothing was granted by it, and the visitor is told (UI-G7). */
  const attempt = (work: () => Promise<void>) =>
    work().catch(() => {
      // Once an answer stands, only its announcement may be read here.
      if (!box.ariaLabel) return;
      isAsking = true;
      update({ said: widget.failed });
    });
  const loadMore = async () => {
    // The collector serves it from the same build as this file.
    const more = (await import(host.waitingUrl)) as typeof waitingModule;
    sheet.replaceSync(STYLES + more.DETAILS_STYLES);
    return more;
  };
  const read = async (): Promise<BannerState> => {
    const rows = await host.buffered();
    // A yes that stands is told, and what was added since (UI-C6).
    if (isBanner && !host.agreedScope) return { rows };
    return { rows, ...(await loadMore()).tellStanding(host, await host.status(), rows) };
  };
  const refresh = () => attempt(async () => update(await read()));

  const focus = (part: string) => root.querySelector<HTMLElement>(part)?.focus();
  const leave = () => {
    removal.disconnect();
    stopListening();
    box.remove();
  };
  /** The question is over. If the visitor had opened it and the focus is still here, it goes back to where they came from. */
  const end = () => {
    const hasFocus = () => !isBanner && document.activeElement === box;
    // What opened it may be any element, or nothing.
    if (hasFocus()) (opener as HTMLElement | undefined)?.focus?.();
    host.closed(hasFocus());
  };
  const close = () => {
    if (isAsking) end();
    isAsking = false;
    leave();
  };
  const answer = (choice: Choice, event: Event) =>
    attempt(async () => {
      if (!isAsking) return;
      isAsking = false;
      // The event goes on in the same turn: only a trusted one can grant.
      const decided = await host.decide(choice, event, isBanner ? 'banner' : 'centre');
      if ('refused' in decided) throw decided;
      // The first question stands where the page begins, so its message keeps the focus: the next Tab enters the page.
      if (isBanner && document.activeElement === box) focus('[role]');
      // Without its name the box is no longer the region that asks; the styles leave only the message.
      box.ariaLabel = null;
      update({ said: decided.decision === 'granted' ? widget.accepted : widget.rejected });
      end();
      // It has no timer (UI-F14): it goes when the visitor goes on.
      for (const name of ['pointerdown', 'keydown'])
        document.addEventListener(name, leave, { capture: true, once: true });
    });

  const actions: BannerActions = {
    reject: (event) => answer('deny', event),
    rejectHere: (event) => answer('deny-here', event),
    accept: (event) => {
      const purposes = state.details?.granted() ?? host.purposes;
      if (purposes[0]) answer({ purposes }, event);
      else update({ said: widget.nothingTicked });
    },
    details: () =>
      attempt(async () => {
        const { openDetails } = await loadMore();
        update({ details: state.details ? undefined : openDetails({ host, root, refresh, update }) });
      }),
    close: () => isAsking && close(),
  };

  const banner = drawBanner(host, actions);
  root.append(...banner.nodes);
  sheet.replaceSync(STYLES);
  update(await read());
  root.adoptedStyleSheets = [sheet];
  Object.assign(box, {
    lang: texts.language,
    dir: texts.direction,
    ariaLabel: widget.region,
    popover: 'manual',
  });
  box.dataset.nosnippet = '';
  // A shadow root is typed to give plain events.
  root.addEventListener('keydown', (event) => (event as KeyboardEvent).key === 'Escape' && actions.close());
  const stopListening = host.onChange(({ decision, reason }) => {
    if (!isAsking) return;
    // It asked somebody who is gone, or who has answered elsewhere.
    if (isBanner && (reason === 'not-identified' || (decision !== 'undecided' && reason !== 'scope-outdated'))) close();
    else refresh();
  });
  // What keeps the page's focus in sight is needed once the focus moves. Without it the box is only in the way, not wrong.
  const watch = () => box.isConnected && loadMore().then(({ stepAside }) => stepAside(box), Boolean);
  document.addEventListener('focusin', watch, { once: true });
  document.body.prepend(box);
  // A page that throws its content away, and the box with it, has closed it: the host must know, so that it can be opened again.
  const removal = new MutationObserver(() => box.isConnected || actions.close());
  for (const parent of [document.documentElement, document.body]) removal.observe(parent, { childList: true });
  // The top layer is beyond the page's transforms and stacking. A modal dialog that is open keeps its place above us.
  if (!document.querySelector(':modal')) box.showPopover?.();
  // Only the visitor's own wish moves the focus.
  if (!isBanner) focus('.text');
  return { close };
};

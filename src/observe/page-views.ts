/** Tells each page shown: the first, those a single-page application goes to, and those that come back from the back-forward cache. */

import type { Stop } from '../api.ts';

/** The Navigation API, where the browser has it (Chrome 102, Safari 26; Firefox not yet in 120). */
interface NavigationEvents extends EventTarget {
  readonly currentEntry?: unknown;
}

/**
 * Calls `onPageView` with the path now and whenever it has changed. Query and fragment never enter the program.
 * @returns a function that undoes everything this one did
 */
export function observePageViews(onPageView: (pathname: string) => void, page: Window): Stop {
  const { history, location } = page;
  // Not in TypeScript's DOM library of our target.
  const navigation = (page as { navigation?: NavigationEvents }).navigation;
  let last: string | undefined;
  const report = () => {
    if (location.pathname === last) return;
    last = location.pathname;
    onPageView(last);
  };
  const onPageShow = (event: PageTransitionEvent) => {
    if (!event.persisted) return;
    last = undefined;
    report();
  };

  report();
  page.addEventListener('pageshow', onPageShow);
  if (navigation) {
    navigation.addEventListener('currententrychange', report);
    return () => {
      navigation.removeEventListener('currententrychange', report);
      page.removeEventListener('pageshow', onPageShow);
    };
  }
  // Without the Navigation API only the call itself tells; `popstate` speaks of going back and forth alone.
  const { pushState, replaceState } = history;
  const wrap = (original: History['pushState']): History['pushState'] =>
    function (this: History, ...entry) {
      original.apply(this, entry);
      report();
    };
  history.pushState = wrap(pushState);
  history.replaceState = wrap(replaceState);
  page.addEventListener('popstate', report);
  return () => {
    history.pushState = pushState;
    history.replaceState = replaceState;
    page.removeEventListener('popstate', report);
    page.removeEventListener('pageshow', onPageShow);
  };
}

/** Tells each page shown: the first, those a single-page application goes to, and those that come back from the back-forward cache. */

import type { Stop } from '../api.ts';

/**
 * Calls `onPageView` with the path now and whenever it has changed. Query and fragment never enter the program.
 * @returns a function that undoes everything this one did
 */
export function observePageViews(onPageView: (pathname: string) => void, page: Window): Stop {
  const { history, location } = page;
  // The Navigation API (Chrome 102, Safari 26.2, Firefox 147) is not in TypeScript's DOM library for our target.
  const { navigation } = page as { navigation?: EventTarget };
  const { pushState, replaceState } = history;
  const stop = new AbortController();
  const options = { signal: stop.signal };
  let last: string | undefined;
  const report = () => {
    if (location.pathname === last || stop.signal.aborted) return;
    last = location.pathname;
    onPageView(last);
  };
  report();
  page.addEventListener(
    'pageshow',
    ({ persisted }) => {
      if (!persisted) return;
      last = undefined;
      report();
    },
    options,
  );
  page.addEventListener('popstate', report, options);
  if (navigation) navigation.addEventListener('currententrychange', report, options);
  else {
    // Only the call itself tells here; `popstate` speaks of going back and forth alone.
    const wrap = (original: History['pushState']): History['pushState'] =>
      function (this: History, ...entry) {
        original.apply(this, entry);
        report();
      };
    history.pushState = wrap(pushState);
    history.replaceState = wrap(replaceState);
  }
  return () => {
    stop.abort();
    if (navigation) return;
    history.pushState = pushState;
    history.replaceState = replaceState;
  };
}

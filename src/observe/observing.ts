/** Starts and stops what observes the page by itself, and tells it on. Reports only what the registry declares. */

import { toPath } from '../../contract/path.ts';
import type { Stop } from '../api.ts';
import type { Choices, Leaving } from '../core.ts';
import type { Device } from '../device.ts';
import type { Recorder } from '../record.ts';
import { observeClicks } from './clicks.ts';
import { observePageViews } from './page-views.ts';
import type { Visits } from './visits.ts';

/** Who is told. */
export interface ObservingParts extends Pick<Recorder, 'track' | 'isIgnored'> {
  readonly visits: Visits;
  /** What makes clicks ready that may leave the page. */
  readonly choices: () => Promise<Choices>;
}

/** Both may be called twice. */
export interface Observing {
  start(): void;
  stop(): void;
}

/** Observes nothing before it is started. */
export function createObserving({ page, site }: Device, parts: ObservingParts): Observing {
  const { visits, track, isIgnored, choices } = parts;
  const { registry } = site;
  let stops: readonly Stop[] = [];
  let leaving: Leaving | undefined;

  return {
    start() {
      if (stops[0]) return;
      const { onPageView, stop } = visits.observe();
      const onPath = (pathname: string) => {
        if (isIgnored()) return;
        const path = toPath(pathname, registry.paths);
        if (registry.metrics['page.view']) void track('page.view', { path });
        onPageView(path);
      };
      stops = [
        stop,
        observeClicks(
          (kind, ...declaration) => {
            if (kind === 'click') {
              if (!leaving?.click(...declaration)) void track(...declaration);
              return;
            }
            if (kind === 'pointerdown') leaving?.press(...declaration);
            // Loaded while the visitor still points at it; without it the click goes the ordinary way.
            choices().then(
              (loaded) => {
                leaving = loaded;
              },
              () => undefined,
            );
          },
          registry,
          page,
        ),
        observePageViews(onPath, page),
      ];
    },
    stop() {
      for (const stop of stops) stop();
      stops = [];
    },
  };
}

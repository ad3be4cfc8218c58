/** Tells clicks on elements that declare a metric: `data-askfirst-event="metric"` with `data-askfirst-<property>`. */

import type { PropertyValue } from '../../contract/check-event.ts';
import type { Registry } from '../../contract/metric.ts';
import type { Stop } from '../api.ts';

const PREFIX = 'data-askfirst-';

/** What an element declares, each attribute as the type its metric's rule gives it. */
export function readDeclaration(
  element: Element,
  { metrics }: Registry,
): readonly [metric: string, properties: Readonly<Record<string, PropertyValue>>] {
  const metric = element.getAttribute(`${PREFIX}event`) ?? '';
  const properties: Record<string, PropertyValue> = {};
  for (const { name, value } of element.attributes) {
    const property = name.slice(PREFIX.length);
    if (!name.startsWith(PREFIX) || /^(open|event|ignore)$/.test(property)) continue;
    const type = metrics[metric]?.properties[property]?.type ?? '';
    properties[property] = /count|bucket/.test(type) ? Number(value) : type === 'boolean' ? value === 'true' : value;
  }
  return [metric, properties];
}

/** The element of a kind that was clicked on or in, shadow roots included, unless `data-askfirst-ignore` hides it. */
export function findClicked(event: Event, kind: string): Element | undefined {
  const element = (event.composedPath()[0] as Partial<Element>).closest?.(`[${PREFIX}${kind}]`);
  return element?.closest(`[${PREFIX}ignore]`) ? undefined : (element ?? undefined);
}

/** What is told of an element, by the kind of the event. */
export type OnPointer = (kind: string, ...declaration: ReturnType<typeof readDeclaration>) => void;

/**
 * Tells each `click` on or inside a declaring element. Where that may leave the page (a link, a form) it tells before when the
 * visitor points at it (`pointerover`) and presses on it (`pointerdown`).
 */
export function observeClicks(onPointer: OnPointer, registry: Registry, page: Window): Stop {
  const stop = new AbortController();
  for (const kind of ['click', 'pointerover', 'pointerdown'])
    page.addEventListener(
      kind,
      (event) => {
        const element = findClicked(event, 'event');
        if (element && (kind === 'click' || element.closest('[href],form')))
          onPointer(kind, ...readDeclaration(element, registry));
      },
      // Captured, so that a page that stops the event's way up does not hide it.
      { capture: true, signal: stop.signal },
    );
  return () => stop.abort();
}

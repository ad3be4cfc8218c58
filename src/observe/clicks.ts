/** Tells clicks on elements that declare a metric: `data-askfirst-event="metric"` with `data-askfirst-<property>`. */

import type { PropertyValue } from '../../contract/check-event.ts';
import type { Registry } from '../../contract/metric.ts';
import type { Stop } from '../api.ts';

const PREFIX = 'data-askfirst-';

/** What a click declares. */
export interface DeclaredClick {
  readonly metric: string;
  readonly properties: Readonly<Record<string, PropertyValue>>;
}

/** Reads what an element declares, each attribute as the type its metric's rule gives it. */
export function readDeclaration(element: Element, registry: Registry): DeclaredClick {
  const metric = element.getAttribute(`${PREFIX}event`) ?? '';
  const rules = Object.hasOwn(registry.metrics, metric) ? registry.metrics[metric]?.properties : {};
  const properties: Record<string, PropertyValue> = {};
  for (const { name, value } of element.attributes) {
    const property = name.slice(PREFIX.length);
    if (!name.startsWith(PREFIX) || /^(open|event|ignore)$/.test(property)) continue;
    const type = rules?.[property]?.type;
    properties[property] =
      type === 'count' || type === 'bucket' ? Number(value) : type === 'boolean' ? value === 'true' : value;
  }
  return { metric, properties };
}

/** Calls `onClick` for each click on or inside a declaring element, unless `data-askfirst-ignore` hides it. */
export function observeClicks(onClick: (click: DeclaredClick) => void, registry: Registry, page: Window): Stop {
  const listen = (event: Event) => {
    const target = event.composedPath()[0];
    const element = target instanceof Element ? target.closest(`[${PREFIX}event]`) : undefined;
    if (element && !element.closest(`[${PREFIX}ignore]`)) onClick(readDeclaration(element, registry));
  };
  // Captured, so that a page that stops the event's way up does not hide it.
  page.addEventListener('click', listen, true);
  return () => page.removeEventListener('click', listen, true);
}

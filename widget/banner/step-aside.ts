/** Keeps the page's keyboard focus in sight (WCAG 2.4.11): the box gives way, the page is left as it is. */

/**
 * Watches the page's focus. Where the box covers the focused element, it first takes half of the window at most
 * (`data-aside="end"`), and if that is not enough goes to the other edge (`data-aside="start"`).
 * It comes home when the keyboard comes back to it; never under a pointer, whose click would then miss.
 */
export function stepAside(box: HTMLElement, signal: AbortSignal): void {
  document.addEventListener(
    'focusin',
    (event) => {
      const focused = event.composedPath()[0];
      const check = () => {
        for (const edge of ['end', 'start']) {
          if (document.activeElement !== box && focused instanceof Element && covers(box, focused))
            box.dataset.aside = edge;
        }
      };
      if (event.target !== box) {
        // Browsers scroll to the focused element after this event, and slowly if the page wants that.
        requestAnimationFrame(check);
        document.addEventListener('scrollend', check, { once: true, signal });
      } else if (box.shadowRoot?.querySelector(':focus-visible')) {
        delete box.dataset.aside;
      }
    },
    { signal },
  );
}

/** Does the box lie over the element's centre? */
function covers(box: Element, element: Element): boolean {
  const { x, y, width, height } = element.getBoundingClientRect();
  return document.elementFromPoint(x + width / 2, y + height / 2) === box;
}

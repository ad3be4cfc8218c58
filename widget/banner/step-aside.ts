/** Keeps the page's keyboard focus in sight (WCAG 2.4.11): the box gives way, the page is left as it is. */

/**
 * Watches the page's focus until the box has left. Where the box covers the focused element, it first takes half of the
 * window at most (`data-aside="end"`), and if that is not enough goes to the other edge (`data-aside="start"`).
 * It comes home when the keyboard comes back to it; never under a pointer, whose click would then miss.
 */
export function stepAside(box: HTMLElement): void {
  const giveWay = () => {
    for (const edge of ['end', 'start']) if (coversFocus(box)) box.dataset.aside = edge;
  };
  const onFocus = ({ target }: FocusEvent) => {
    if (!box.isConnected) {
      document.removeEventListener('focusin', onFocus);
    } else if (target !== box) {
      // Browsers scroll to the focused element after this event, and slowly if the page wants that.
      requestAnimationFrame(giveWay);
      document.addEventListener('scrollend', giveWay, { once: true });
    } else if (box.shadowRoot?.querySelector(':focus-visible')) {
      delete box.dataset.aside;
    }
  };
  document.addEventListener('focusin', onFocus);
  giveWay();
}

/** Does the box lie over the centre of the page's focused element? */
function coversFocus(box: Element): boolean {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  if (!focused || focused === document.body || document.activeElement === box) return false;
  const { x, y, width, height } = focused.getBoundingClientRect();
  return document.elementFromPoint(x + width / 2, y + height / 2) === box;
}

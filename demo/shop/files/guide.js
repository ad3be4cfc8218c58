// The single-page part of the shop: shows one chapter and writes its address into the history. The shop's own script;
// it knows nothing of Askfirst, which notices such navigations by itself.
const chapters = [...document.querySelectorAll('[data-chapter]')];
const links = [...document.querySelectorAll('.tabs a')];

function show(path) {
  for (const chapter of chapters) chapter.hidden = chapter.dataset.chapter !== path;
  for (const link of links) {
    if (link.pathname === path) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

for (const link of links) {
  link.addEventListener('click', (event) => {
    // A click with a modifier key opens a tab or window, and that is the browser's business.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    if (link.pathname !== location.pathname) history.pushState(null, '', link.pathname);
    show(link.pathname);
    document.querySelector('[data-chapter]:not([hidden]) h2')?.focus();
  });
}

addEventListener('popstate', () => show(location.pathname));

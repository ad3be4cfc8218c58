// Keeps the subject token of an open page fresh: well before its half hour ends, and when the page is looked at again.
const EVERY_MS = 20 * 60 * 1000;
let freshAtMs = Date.now();

async function refresh() {
  if (document.visibilityState === 'hidden' || Date.now() - freshAtMs < EVERY_MS) return;
  freshAtMs = Date.now();
  const answer = await fetch('/forge/token');
  if (answer.ok) await window.askfirst.identify((await answer.json()).token);
}

setInterval(refresh, 60 * 1000);
document.addEventListener('visibilitychange', refresh);

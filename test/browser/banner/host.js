// The hand-made host of the stage. It plays the snippet's part: a grant needs a trusted event.
const given = JSON.parse(document.getElementById('given').textContent);
const listeners = new Set();
const stage = {
  choices: [],
  closed: [],
  status: {
    decision: 'undecided',
    purposes: [],
    scope: 1,
    effective: 'buffering',
    reason: 'undecided',
    storage: 'indexeddb',
    buffered: given.rows.length,
    held: 0,
    dropped: {},
    ...given.status,
  },
  rows: given.rows.map(({ agoMs, ...row }) => ({ ...row, recordedAtMs: Date.now() - agoMs })),
  tell() {
    for (const listener of listeners) listener(stage.status);
  },
  async open(changes = {}) {
    const { openWidget } = await import('/widget.js');
    stage.widget = await openWidget({
      ...given,
      privacyUrl: '/privacy',
      ...(given.spoil === 'texts' && { texts: { language: 'en' } }),
      async status() {
        if (given.spoil === 'status') throw new Error('No status.');
        return stage.status;
      },
      async buffered() {
        if (given.spoil === 'buffered') throw new Error('No buffer.');
        return stage.rows;
      },
      async forget(token) {
        stage.rows = stage.rows.filter((row) => row.token !== token);
        stage.tell();
        return true;
      },
      async decide(choice, event, method) {
        stage.choices.push({ choice, method, trusted: event.isTrusted });
        if (given.decide === 'fail') throw new Error('The host failed.');
        if (given.decide === 'refuse') return { refused: 'could-not-be-stored' };
        if (choice !== 'deny' && !event.isTrusted) return { refused: 'needs-a-trusted-event' };
        const decision = choice === 'deny' ? 'denied' : 'granted';
        stage.status = {
          ...stage.status,
          decision,
          reason: decision,
          decidedOn: '2026-11-22',
          purposes: choice.purposes ?? [],
        };
        stage.tell();
        return { decision };
      },
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      closed(focusWasInside) {
        stage.closed.push(focusWasInside);
        const reopen = document.createElement('button');
        reopen.id = 'reopen';
        reopen.textContent = given.texts.widget.reopen;
        document.body.append(reopen);
        if (focusWasInside) reopen.focus();
      },
      ...changes,
    });
  },
};
globalThis.stage = stage;
stage.ready = stage.open();
await stage.ready.catch((problem) => {
  stage.problem = String(problem);
});
document.documentElement.dataset.isReady = '';

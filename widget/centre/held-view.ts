/** What is kept: what waits on the device and what was sent, in words and exact, each to be deleted, all to be downloaded. */

import type { WireEvent } from '../../contract/wire.ts';
import { element } from '../banner/element.ts';
import { fill } from '../banner/fill.ts';
import { button, type Centre, type DrawView, download, toDayText, toFile, toOutcome } from './view.ts';

/** Most records drawn at once; the download has all. Our choice. */
const MAX_DRAWN = 200;

/** Asks the collector only when the visitor wants to see each record. */
export const drawHeld: DrawView = async (centre) => {
  const { host, act } = centre;
  const { texts, words } = host;
  const { waiting, held } = await host.kept();
  const sent = element('ul', { className: 'records' });
  const what = (metric = '') => texts.metrics[metric] ?? metric;
  const groups = held.map(({ day, metric, handles }) =>
    element(
      'li',
      {},
      fill(words.sentCount, { day: toDayText(day ?? '–', texts.language), what: what(metric), n: handles.length }),
    ),
  );
  sent.append(...groups);
  const showSent = async () => {
    const copy = await host.access();
    if ('refused' in copy || !copy.collector.answered) {
      centre.say(words.notReached);
      return;
    }
    const { events } = copy.collector;
    sent.replaceChildren(
      ...events
        .slice(-MAX_DRAWN)
        .reverse()
        .map((event) =>
          toRow(centre, event, async () => {
            const outcome = await host.erase(event.id);
            return toOutcome(outcome, words, fill(words.erased, { n: 1 }));
          }),
        ),
    );
    centre.say(events[0] ? '' : words.sentNone);
    show.remove();
  };
  const show = button(words.showSent, showSent);
  return [
    element('h3', {}, words.waiting),
    waiting[0]
      ? element(
          'ul',
          { className: 'records' },
          ...waiting.map(({ token, event }) =>
            toRow(centre, event, async () => {
              await host.forget(token);
              return fill(texts.widget.removed, { n: waiting.length - 1 });
            }),
          ),
        )
      : element('p', {}, words.waitingNone),
    element('h3', {}, words.sent),
    ...(held[0] ? [sent, show] : [element('p', {}, words.sentNone)]),
    element(
      'p',
      {},
      button(words.download, () => act(() => downloadCopy(centre))),
    ),
  ];
};

/** Saves the device's and the collector's copies as one file; says so if the collector's are missing. */
export async function downloadCopy({ host }: Centre): Promise<string> {
  const copy = await host.access();
  if ('refused' in copy) return host.words.notReached;
  download('askfirst-copy.json', toFile(copy));
  const { collector } = copy;
  if (collector.answered || collector.why === 'nothing-held') return host.words.saved;
  return collector.why === 'withdrawn' ? host.words.withdrawnCopy : host.words.notReached;
}

function toRow({ host: { texts }, act }: Centre, event: WireEvent, remove: () => Promise<string>): Element {
  const what = texts.metrics[event.metric] ?? event.metric;
  const told = Object.entries(event.properties).map(([name, value]) => `${name}: ${value}`);
  const where = [...told, toDayText(event.day, texts.language)].join(' · ');
  const removing = button(texts.widget.remove, () => act(remove));
  removing.ariaLabel = `${texts.widget.remove}: ${what} ${where}`;
  return element(
    'li',
    {},
    element('span', {}, element('b', {}, what), ' ', where),
    removing,
    element(
      'details',
      {},
      element('summary', {}, texts.widget.exactRecord),
      element('pre', { dir: 'ltr' }, toFile(event)),
    ),
  );
}

/** Rights: withdraw, erase, a copy, the key; what is requested and what was confirmed; receipts and certificates. */

import type { SignedDocument } from '../../src/api.ts';
import { element } from '../banner/element.ts';
import { fill } from '../banner/fill.ts';
import { downloadCopy } from './held-view.ts';
import { toReadable } from './readable.ts';
import { button, type Centre, type DrawView, download, toDayText, toFile, toOutcome } from './view.ts';

/** Every request is on the disk before it is drawn as requested, and stays so until it is confirmed. */
export const drawRights: DrawView = async (centre) => {
  const { host, act } = centre;
  const { words } = host;
  const { held, receipts, certificates, requested } = await host.kept();
  const canErase = !!held[0] && !requested.some(({ kind }) => kind === 'withdraw');
  const deed = (text: string, work: () => Promise<string>, hint?: string) =>
    element(
      'li',
      {},
      button(text, () => act(work)),
      hint && element('p', {}, hint),
    );
  return [
    element(
      'ul',
      { className: 'plain' },
      deed(words.download, () => downloadCopy(centre)),
      deed(words.saveKey, () => saveKey(centre), words.keyHint),
      ...(canErase
        ? [deed(words.eraseAll, async () => toOutcome(await host.erase(), words, words.done), words.eraseHint)]
        : [element('li', {}, held[0] ? '' : words.nothingSent)]),
      ...(canErase || receipts[0]
        ? [deed(words.withdraw, async () => toOutcome(await host.withdraw(), words, words.done))]
        : []),
    ),
    requested[0] || certificates[0] ? element('h3', {}, words.requests) : '',
    ...requested.map(({ handles }) => element('p', {}, fill(words.requested, { n: handles }))),
    ...certificates.map((one) => toProof(centre, one, 'certificate', tellCertificate(centre, one))),
    receipts[0] || !certificates[0] ? element('h3', {}, words.proofs) : '',
    ...receipts.map((one) => toProof(centre, one, 'receipt', tellReceipt(centre, one))),
    receipts[0] || certificates[0] ? '' : element('p', {}, words.proofsNone),
  ].filter((node): node is HTMLElement => node !== '');
};

async function saveKey({ host }: Centre): Promise<string> {
  const key = await host.exportKey();
  if ('refused' in key) return host.words.notReached;
  download('askfirst-key.json', toFile(key));
  return host.words.saved;
}

function tellReceipt({ host: { texts, words } }: Centre, { says }: SignedDocument): string {
  const names = Array.isArray(says.purposes) ? says.purposes : [];
  const purposes = names.map((name) => texts.purposes[name]?.title ?? name).join(', ');
  return fill(words.receipt, { day: toDayText(says.day, texts.language), purposes });
}

function tellCertificate({ host: { texts, words } }: Centre, { says }: SignedDocument): string {
  const stores = (Array.isArray(says.stores) ? says.stores : []) as {
    store?: unknown;
    removed?: number;
    remaining?: number;
  }[];
  const events = stores.find(({ store }) => store === 'events');
  const sentence = fill(words.confirmed, {
    day: toDayText(says.day, texts.language),
    named: Number(says.named),
    removed: events?.removed ?? 0,
    remaining: events?.remaining ?? 0,
    barredUntil: String(says.barredUntil),
    backupsUntil: toDayText(says.backupsUntil, texts.language),
  });
  // The collector's own words, as text.
  return `${sentence} ${says.stays ?? ''}`;
}

function toProof({ host, act }: Centre, { signed, says }: SignedDocument, kind: string, text: string): HTMLElement {
  const { words } = host;
  const name = `askfirst-${kind}-${says.day}`;
  const save = (asPage: boolean) =>
    act(async () => {
      // The key inside proves the signature without network; that it is the site's own shows a look at its keys.json.
      const keys = await host.keys().catch(() => []);
      const file = { kind: `askfirst-${kind}`, version: 1, signed, says, keys };
      if (asPage) download(`${name}.html`, toReadable(text, file), 'text/html');
      else download(`${name}.json`, toFile(file));
      return words.saved;
    });
  return element(
    'div',
    { className: 'proof' },
    element('p', {}, text),
    button(words.asFile, () => save(false)),
    button(words.asPage, () => save(true)),
  );
}

/**
 * `POST privacy`: the same rights without JavaScript, by a form and a key file. The one place where a navigation may
 * post. Comes in: a form; goes out: a page to read. The key file is not kept.
 */

import { MAX_PART_HANDLES } from '../../contract/limits.ts';
import type { AccessAnswer, Certificate, HeldGroup, KeyFile } from '../../contract/rights.ts';
import type { Answer, Incoming } from './incoming.ts';
import { parseNamed } from './parse-rights.ts';
import { Problem } from './problem.ts';
import { isObjectOf } from './read-json.ts';
import { refuse } from './receive-events.ts';
import type { FormOutcome, NamedPart, ReceiveParts } from './receive-parts.ts';
import { requireSameOrigin } from './require-same-origin.ts';
import type { ServedSite } from './site-of.ts';

/** Largest form, in bytes. Our choice: a key file of 40,000 handles. */
const MAX_FORM_BYTES = 1024 * 1024;

/** Most parts of one form. Our choice: what fits into it, and the budget of one request is not many times that of others. */
const MAX_FORM_PARTS = 50;

const FORM_TYPE = /^(?:multipart\/form-data\s*;|application\/x-www-form-urlencoded\s*(?:;|$))/i;

const KEY_FILE_KEYS: ReadonlySet<string> = new Set(['kind', 'version', 'site', 'grants', 'held', 'keys']);

/** Answers with a page, whatever the key file is; with a problem document where no page of the site sent it. */
export async function receiveForm(incoming: Incoming, site: ServedSite, parts: ReceiveParts): Promise<Answer> {
  if (incoming.header('content-encoding') !== undefined) throw new Problem('encoding-unsupported');
  const type = incoming.header('content-type') ?? '';
  if (!FORM_TYPE.test(type)) throw new Problem('media-type-unsupported', 'Send the form of the privacy page.');
  if (Number(incoming.header('content-length') ?? 0) > MAX_FORM_BYTES) throw new Problem('body-too-large');
  requireSameOrigin(incoming, site.origin, { allowsNavigation: true });
  const form = await readForm(await incoming.readBody(MAX_FORM_BYTES), type);
  const outcome = await act(form, site, parts);
  return parts.toFormPage(outcome, site);
}

async function readForm(bytes: Uint8Array, type: string) {
  try {
    // Bytes of ours, never shared between threads.
    const body = bytes as Uint8Array<ArrayBuffer>;
    const form = await new Response(body, { headers: { 'Content-Type': type } }).formData();
    const key = form.get('key');
    return { action: form.get('action'), text: key instanceof Blob ? await key.text() : (key ?? '') };
  } catch {
    // The parser's message may quote what was sent.
    throw new Problem('rights-malformed', 'The body is no form.');
  }
}

async function act(
  { action, text }: { readonly action: unknown; readonly text: string },
  site: ServedSite,
  parts: ReceiveParts,
): Promise<FormOutcome> {
  const { rights } = parts;
  try {
    const key = parseKeyFile(text, site);
    const named = toParts(key);
    if (action === 'see') return { kind: 'seen', answer: await seeAll(named, site, parts) };
    if (action !== 'withdraw' && action !== 'erase') {
      return { kind: 'refused', why: 'Choose what to do: see, withdraw or erase.' };
    }
    const kind: Certificate['kind'] = action === 'withdraw' ? 'withdrawal' : 'erasure';
    let tally: string | undefined;
    for (const [at, part] of named.entries()) {
      const last = at === named.length - 1;
      const request = { ...part, part: at + 1, last, ...(tally === undefined ? {} : { tally }) };
      const answer = await rights.erase(request, kind, site.name).catch(refuse);
      if (answer?.certificate !== undefined) return { kind: 'certified', certificate: answer.certificate };
      tally = answer?.tally;
    }
    return { kind: 'refused', why: 'Nothing was done. Please send the form again.' };
  } catch (error) {
    if (error instanceof Problem && (error.code === 'rights-malformed' || error.code === 'body-too-large')) {
      return { kind: 'refused', why: error.detail ?? 'The key file is damaged.' };
    }
    throw error;
  }
}

/** Throws Problem `rights-malformed`, saying what is wrong with the file and never what is in it. */
function parseKeyFile(text: string, site: ServedSite): KeyFile {
  const refused = (why: string) => new Problem('rights-malformed', why);
  if (text.trim() === '') throw refused('Choose the key file that you saved here, or paste what is in it.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused('This is no key file, or it was changed: it is not JSON.');
  }
  if (!isObjectOf(value, KEY_FILE_KEYS) || value.kind !== 'askfirst-key' || value.version !== 1) {
    throw refused('This is no key file of Askfirst, or one of a newer version.');
  }
  if (value.site !== site.name) throw refused(`This key file is of another site, not of ${site.name}.`);
  if (!Array.isArray(value.held) || !Array.isArray(value.grants)) throw refused('The key file was changed.');
  if (!value.grants.every((grant) => typeof grant === 'object' && grant !== null && 'receiptSecret' in grant)) {
    throw refused('The key file was changed: a grant has no secret.');
  }
  // Its groups and secrets are checked one by one where they are divided into parts.
  return value as unknown as KeyFile;
}

/** Parts of at most 1,000 handles, with one grant's secret each; at least one. */
function toParts({ held, grants }: KeyFile): readonly NamedPart[] {
  const groups: HeldGroup[][] = [[]];
  let size = 0;
  for (const group of held) {
    if (typeof group !== 'object' || group === null || !Array.isArray(group.handles)) {
      throw new Problem('rights-malformed', 'The key file was changed: a group has no handles.');
    }
    for (let at = 0; at < group.handles.length; ) {
      if (size === MAX_PART_HANDLES) {
        groups.push([]);
        size = 0;
      }
      const handles = group.handles.slice(at, at + MAX_PART_HANDLES - size);
      groups.at(-1)?.push({ ...group, handles });
      at += handles.length;
      size += handles.length;
    }
  }
  const count = Math.max(groups.length, grants.length);
  if (count > MAX_FORM_PARTS) throw new Problem('body-too-large', 'This key file is too large for the form.');
  return Array.from({ length: count }, (_, at) => parseNamed(groups[at] ?? [], grants[at]?.receiptSecret));
}

async function seeAll(
  named: readonly NamedPart[],
  site: ServedSite,
  { rights, clock }: ReceiveParts,
): Promise<AccessAnswer> {
  const answers: AccessAnswer[] = [];
  for (const part of named) answers.push(await rights.access(part, site.name).catch(refuse));
  return {
    events: answers.flatMap(({ events }) => events),
    receipts: answers.flatMap(({ receipts }) => receipts),
    meaning: Object.assign({}, ...answers.map(({ meaning }) => meaning)),
    now: clock.now(),
  };
}

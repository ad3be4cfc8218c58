/** What is in a file that a visitor kept, and whether it is genuine: receipts, certificates, heads, key files. Pure. */

import { createHash } from 'node:crypto';
import { LOOKS_SIGNED, type VerifyingKey, verifyJws } from './verify-jws.ts';

/** One thing in the file. */
export interface Finding {
  readonly isGood: boolean;
  readonly text: string;
  /** What was signed, if it is good. */
  readonly payload?: Readonly<Record<string, unknown>>;
}

/** Deepest nesting looked into. Our choice: our downloads have four levels. */
const MAX_DEPTH = 8;

/**
 * @param text a JWS, or JSON with any number of them
 * @param trusted keys that the reader fetched; without any, those inside the file are used, and the finding says so
 */
export async function verifyFile(text: string, trusted: readonly VerifyingKey[]): Promise<readonly Finding[]> {
  const trimmed = text.trim();
  const value: unknown = LOOKS_SIGNED.test(trimmed) ? trimmed : parse(trimmed);
  if (value === undefined)
    return [{ isGood: false, text: 'This is neither JSON nor signed: it was altered, or is no file of ours.' }];
  const found: Found = { signed: [], keys: [], grants: [], handles: [] };
  collect(value, found, 0);
  const keys = trusted.length > 0 ? trusted : found.keys;
  const findings = await Promise.all(found.signed.map((jws) => judge(jws, keys, trusted.length > 0)));
  const grants = await Promise.all(found.grants.map(judgeGrant));
  const bad = found.handles.filter((handle) => !isHandle(handle)).length;
  if (found.handles.length > 0) {
    findings.push({
      isGood: bad === 0,
      text:
        bad === 0
          ? `${found.handles.length} handles, each of 16 bytes.`
          : `${bad} of ${found.handles.length} handles are not 16 bytes: they were altered.`,
    });
  }
  findings.push(...grants.flatMap((finding) => finding ?? []));
  if (findings.length === 0) return [{ isGood: false, text: 'There is nothing signed in this file.' }];
  return findings;
}

interface Found {
  readonly signed: string[];
  readonly keys: VerifyingKey[];
  readonly grants: { readonly receipt: string; readonly receiptSecret: string }[];
  readonly handles: unknown[];
}

function collect(value: unknown, found: Found, depth: number): void {
  if (typeof value === 'string') {
    if (LOOKS_SIGNED.test(value)) found.signed.push(value);
    return;
  }
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return;
  if (isKey(value)) found.keys.push(value);
  if ('receiptSecret' in value && typeof value.receiptSecret === 'string' && 'receipt' in value) {
    if (typeof value.receipt === 'string') {
      found.grants.push({ receipt: value.receipt, receiptSecret: value.receiptSecret });
    }
  }
  for (const [name, entry] of Object.entries(value)) {
    if (name === 'handles' && Array.isArray(entry)) found.handles.push(...entry);
    else collect(entry, found, depth + 1);
  }
}

function isKey(value: object): value is VerifyingKey {
  return 'kty' in value && value.kty === 'OKP' && 'crv' in value && value.crv === 'Ed25519' && 'x' in value;
}

async function judge(jws: string, keys: readonly VerifyingKey[], areTrusted: boolean): Promise<Finding> {
  const verdict = await verifyJws(jws, keys);
  const name = verdict.ok ? toName(verdict.type) : 'Something signed';
  if (!verdict.ok) {
    const hint = keys.length === 0 ? ' Give the keys of the site: --keys keys.json.' : '';
    return { isGood: false, text: `${name}: ${verdict.reason}.${hint}` };
  }
  const { payload, keyId } = verdict;
  const whose = areTrusted ? '' : ` The key came with the file; compare it with keys.json of ${String(payload.site)}.`;
  return {
    isGood: true,
    text: `${name} of ${String(payload.day)} for ${String(payload.site)}: genuine, signed with key ${keyId}.${whose}`,
    payload,
  };
}

function toName(type: string): string {
  if (type === 'askfirst-receipt+jws') return 'Receipt';
  if (type === 'askfirst-certificate+jws') return 'Certificate';
  return type === 'askfirst-head+jws' ? 'Head of the ledger' : 'A document of another kind';
}

/** The secret that proves a grant to be one's own: the receipt names its hash. */
async function judgeGrant({
  receipt,
  receiptSecret,
}: {
  readonly receipt: string;
  readonly receiptSecret: string;
}): Promise<Finding | undefined> {
  const payload = parse(Buffer.from(receipt.split('.')[1] ?? '', 'base64url').toString());
  if (typeof payload !== 'object' || payload === null || !('receiptKey' in payload)) return undefined;
  const key = createHash('sha256').update(Buffer.from(receiptSecret, 'base64url')).digest('base64url');
  const isGood = key === payload.receiptKey;
  return {
    isGood,
    text: isGood ? 'The secret is that of the receipt.' : 'The secret is not that of the receipt: one was altered.',
  };
}

function isHandle(value: unknown): boolean {
  return typeof value === 'string' && /^[\w-]{22}$/.test(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A file that never changes while it is served: compressed once, with the digest of its bytes as its tag. */

import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Answer, Incoming } from './incoming.ts';

/** The encodings a file is kept in, best first. */
type Encoding = 'br' | 'gzip' | 'identity';

/** A file, ready to be sent. */
export interface StaticFile {
  readonly type: string;
  /** Named after its content, so that it may be kept for ever. */
  readonly isHashed: boolean;
  readonly tag: string;
  readonly bytes: ReadonlyMap<Encoding, Uint8Array>;
}

/** Compresses as far as it goes; a form that is not smaller is left out. */
export async function toStaticFile(
  bytes: Buffer,
  { type, isHashed }: { readonly type: string; readonly isHashed: boolean },
): Promise<StaticFile> {
  const [brotli, gzipped] = await Promise.all([
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }),
    promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
  ]);
  const forms: [Encoding, Buffer][] = [
    ['br', brotli],
    ['gzip', gzipped],
  ];
  return {
    type,
    isHashed,
    tag: createHash('sha256').update(bytes).digest('hex').slice(0, 32),
    bytes: new Map([...forms.filter(([, form]) => form.length < bytes.length), ['identity', bytes]]),
  };
}

/** Answers GET and HEAD, with 304 where the client has it already. */
export function serveStaticFile(incoming: Incoming, file: StaticFile): Answer {
  const encoding = chooseEncoding(incoming.header('accept-encoding') ?? '', file);
  const bytes = file.bytes.get(encoding) ?? new Uint8Array();
  // A strong tag names these very bytes, so each encoding has its own (RFC 9110, section 8.8.3).
  const tag = `"${file.tag}${encoding === 'identity' ? '' : `-${encoding}`}"`;
  const headers = {
    'Content-Type': file.type,
    'Cache-Control': file.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    ETag: tag,
    Vary: 'Accept-Encoding',
    ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }),
  };
  if (isKnown(incoming.header('if-none-match'), tag)) {
    const { 'Content-Encoding': _, ...rest } = headers;
    return { status: 304, headers: rest };
  }
  return { status: 200, headers: { ...headers, 'Content-Length': String(bytes.byteLength) }, body: bytes };
}

/** The best form the client takes. A weight of nought forbids (RFC 9110, section 12.5.3); other weights we do not rank. */
function chooseEncoding(accept: string, file: StaticFile): Encoding {
  const taken = new Set(
    accept
      .toLowerCase()
      .split(',')
      .map((part) => part.split(';').map((piece) => piece.trim()))
      .filter(([, weight]) => !/^q=0(?:\.0*)?$/.test(weight ?? ''))
      .map(([name]) => name),
  );
  for (const encoding of file.bytes.keys()) {
    if (encoding !== 'identity' && (taken.has(encoding) || taken.has('*'))) return encoding;
  }
  return 'identity';
}

/** Compared weakly, as If-None-Match is (RFC 9110, section 13.1.2): any encoding of the same content will do. */
function isKnown(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((entry) => {
    const known = entry.trim().replace(/^W\//, '');
    return known === '*' || known === tag;
  });
}

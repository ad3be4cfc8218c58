import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Bytes of one file as a browser may load it. */
export interface FileSize {
  readonly rawBytes: number;
  /** gzip, level 9. */
  readonly gzipBytes: number;
  /** Brotli, quality 11: what the collector serves. */
  readonly brotliBytes: number;
}

/** Measures one file on disk. */
export function measureFile(path: string): FileSize {
  return measureBytes(readFileSync(path));
}

/** Measures bytes as if they were a file. */
export function measureBytes(content: Uint8Array): FileSize {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  return {
    rawBytes: content.length,
    gzipBytes: gzipSync(content, { level: 9 }).length,
    brotliBytes: brotliCompressSync(content, { params }).length,
  };
}

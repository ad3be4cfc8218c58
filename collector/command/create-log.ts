/** The log as lines of JSON, by pino, through an allow-list: a field that is not named here is not written (S-13, T-103). */

import { type DestinationStream, pino } from 'pino';
import type { Log, LogFields } from '../log.ts';

/** @param destination where lines go; standard output unless given */
export function createLog(destination?: DestinationStream): Log {
  // Without `base`, neither the machine's name nor the process number is in each line.
  const options = { base: null, timestamp: pino.stdTimeFunctions.isoTime };
  const logger = destination ? pino(options, destination) : pino(options);
  return {
    info: (sentence, fields) => logger.info(toAllowed(fields), sentence),
    warn: (sentence, fields) => logger.warn(toAllowed(fields), sentence),
    error: (sentence, fields) => logger.error(toAllowed(fields), sentence),
  };
}

function toAllowed(fields: LogFields = {}): Record<string, unknown> {
  const { site, days, scope, metrics, port, folder, problem, cause } = fields;
  return { site, days, scope, metrics, port, folder, problem, ...(cause === undefined ? {} : toCause(cause)) };
}

/**
 * Of an exception its name, its code and where in our code it happened. The message is left out, because engines
 * quote input in theirs ("Unexpected token … in JSON"), except from errors whose text is the store's or ours alone.
 */
function toCause(cause: unknown): Record<string, unknown> {
  if (!(cause instanceof Error)) return { error: typeof cause };
  return {
    error: cause.name,
    ...('code' in cause ? { code: String(cause.code) } : {}),
    ...(cause.name === 'StoreUnavailable' ? { message: cause.message } : {}),
    places: cause.stack
      ?.split('\n')
      .filter((line) => line.startsWith('    at '))
      .map((line) => line.trim()),
  };
}

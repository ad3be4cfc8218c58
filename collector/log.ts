/** What the collector says of itself. The fields are a closed list: nothing of a visitor has a place in it (S-13). */

/** All that a line may carry beside its sentence. */
export interface LogFields {
  readonly site?: string;
  readonly days?: readonly string[];
  readonly scope?: number;
  readonly metrics?: number;
  readonly port?: number;
  readonly folder?: string;
  /** File, line, column and remedy of something wrong in the registry. */
  readonly problem?: string;
  /** Of an exception only its name, code and places in our code are written, because its message may quote a request. */
  readonly cause?: unknown;
}

/** Where lines go. Handed in; pino in the command, nothing where none is given. */
export interface Log {
  info(sentence: string, fields?: LogFields): void;
  warn(sentence: string, fields?: LogFields): void;
  error(sentence: string, fields?: LogFields): void;
}

/** Says nothing. */
export const SILENT_LOG: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

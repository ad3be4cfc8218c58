/** A request and an answer as the steps know them. Two adapters make them: one from fetch's Request, one from node:http. */

/** The part of a request that the steps may see. The address of the sender is not in it. */
export interface Incoming {
  /** Stands for the sender's address until the key changes (`rate-limits.ts`); undefined where it cannot be known. */
  readonly sender?: string | undefined;
  readonly method: string;
  /** Path without the query, which no route of ours has a use for. */
  readonly path: string;
  /** `http` or `https`, as far as this process can know. */
  readonly protocol: string;
  /** Host and port the client asked for, lower case; empty if it named none that could be one. */
  readonly host: string;
  /** @param name lower case */
  header(name: string): string | undefined;
  /** Reads at most `maxBytes`; throws Problem `body-too-large` as soon as there are more, without keeping them. */
  readBody(maxBytes: number): Promise<Uint8Array>;
}

/** What goes back. Header names are written as they are sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** The host as the client wrote it, or an empty string if it is no host name or address with an optional port. */
export function toHost(text: string | undefined): string {
  const host = text?.toLowerCase() ?? '';
  return host.length <= 260 && /^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::\d{1,5})?$/.test(host)
    ? host
    : '';
}

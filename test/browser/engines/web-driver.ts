/** As much of W3C WebDriver as the suite needs: https://www.w3.org/TR/webdriver2/ */
export interface WebDriver {
  /** What the driver says of the browser it opened. */
  readonly capabilities: Readonly<Record<string, unknown>>;
  /** One command of the session; the answer's `value`. Rejects with the driver's error. */
  send(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown>;
  end(): Promise<void>;
}

/** Opens a session. */
export async function openSession(driverUrl: string, capabilities: object): Promise<WebDriver> {
  const created = await command(driverUrl, 'POST', '/session', { capabilities: { alwaysMatch: capabilities } });
  // The standard's answer to New Session.
  const session = created as { sessionId: string; capabilities: Record<string, unknown> };
  const base = `${driverUrl}/session/${session.sessionId}`;
  return {
    capabilities: session.capabilities,
    send: (method, path, body) => command(base, method, path, body),
    end: async () => void (await command(base, 'DELETE', '')),
  };
}

async function command(base: string, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(base + path, {
    method,
    ...(method === 'POST' && { body: JSON.stringify(body ?? {}), headers: { 'Content-Type': 'application/json' } }),
  });
  // Every answer of a driver has this shape.
  const { value } = (await response.json()) as { value: unknown };
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`);
  return value;
}

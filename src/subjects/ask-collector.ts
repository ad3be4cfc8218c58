/** The two requests of a signed-in person, with their token. Never rejects. */

import { COLLECTOR_HEADER } from '../../contract/limits.ts';
import { type PassRequest, PREFERENCE_BLOCK, type PreferenceRequest } from '../../contract/subjects.ts';
import type { Device } from '../device.ts';
import { FIRST_PARTY } from '../send/post.ts';
import { toJson } from '../to-json.ts';

/** `status` 0: nobody answered, or somebody who is no collector. */
export interface Said {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const ask = async (
  { fetch, baseUrl }: Device,
  { method, address, token, body }: { method: string; address: string; token: string; body: string },
): Promise<Said> => {
  try {
    const response = await fetch(baseUrl + address, {
      ...FIRST_PARTY,
      method,
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body,
      keepalive: true,
    });
    const { status, headers } = response;
    // A portal's or login page's answer is none.
    if (!headers.has(COLLECTOR_HEADER)) return { status: 0, body: {} };
    return { status, body: status === 204 ? {} : await response.json() };
  } catch {
    // No network, blocked, or a body that is no JSON: nobody answered.
    return { status: 0, body: {} };
  }
};

/** `PUT preference`. A yes and a no have one length: blanks at the end are no part of the JSON. */
export function putPreference(device: Device, token: string, answer: Required<PreferenceRequest>): Promise<Said> {
  const text = toJson(answer);
  const body = text.padEnd(Math.ceil(text.length / PREFERENCE_BLOCK) * PREFERENCE_BLOCK);
  return ask(device, { method: 'PUT', address: 'preference', token, body });
}

/** `POST pass`. */
export function postPass(device: Device, token: string, wish: PassRequest): Promise<Said> {
  return ask(device, { method: 'POST', address: 'pass', token, body: toJson(wish) });
}

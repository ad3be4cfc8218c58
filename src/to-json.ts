/** JSON as it was when the script ran: what the page overrides later does not reach us (T-45). The build does the same for `Promise`. */

const { stringify } = JSON;

/** JSON of plain data, whatever `toJSON` the page has given to arrays or objects. Leaves out what is undefined, as JSON does. */
export function toJson(value: unknown): string {
  if (!(value instanceof Object)) return stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(toJson)}]`;
  const parts = Object.entries(value).flatMap(([name, part]) =>
    part === undefined ? [] : [`${stringify(name)}:${toJson(part)}`],
  );
  return `{${parts}}`;
}

/** Puts values into a text's `{names}`. The result is text, never markup; a name without a value stays as it is. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/{(\w+)}/g, (name, key: string) => `${values[key] ?? name}`);
}

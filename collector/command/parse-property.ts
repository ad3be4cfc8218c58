/** A property as it is written on the command line: `shelf: choice lights, kitchen: The shelf the thing came from.` */

import type { PropertyDefinition } from '../registry/metric-definition.ts';
import { CommandProblem } from './command-problem.ts';

/** Parses name, type with its values, and description; throws CommandProblem, with an example, for anything else. */
export function parseProperty(text: string): { readonly name: string; readonly property: PropertyDefinition } {
  const [, name, type, values = '', description] =
    /^\s*([a-z]\w*)\s*:\s*([a-z]+)\s*([^:]*?)\s*(?::\s*(.+?)\s*)?$/i.exec(text) ?? [];
  const list = values.split(/\s*,\s*/).filter((value) => value !== '');
  const words = description === undefined ? {} : { description };
  const numbers = list.map(Number);
  const wrong = () =>
    new CommandProblem(
      `“${text}” is no property. Write name, type and description: "shelf: choice lights, kitchen: The shelf." or "reached: bucket 10, 60: Seconds." or "items: count 100: Things in the cart."`,
    );
  if (!name || !type || numbers.length !== list.length) throw wrong();
  switch (type) {
    case 'choice':
      if (list.length === 0) throw wrong();
      return { name, property: { type, values: list, ...words } };
    case 'bucket':
      if (list.length === 0 || numbers.some(Number.isNaN)) throw wrong();
      return { name, property: { type, bounds: numbers, ...words } };
    case 'count':
      if (!Number.isInteger(numbers[0])) throw wrong();
      return { name, property: { type, most: numbers[0] ?? 0, ...words } };
    case 'boolean':
    case 'path':
    case 'host':
    case 'slug':
    case 'locale':
    case 'zone':
      if (list.length > 0) throw wrong();
      return { name, property: { type, ...words } };
    default:
      throw wrong();
  }
}

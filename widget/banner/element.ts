/** All that the banner needs of a view library, in place of one that would be most of what an undecided visitor loads. */

/** What may be set on an element: its own properties, never markup. */
type Properties<Kind> = Partial<Pick<Kind, Exclude<keyof Kind, `${string}HTML`>>>;

/** Makes an element. Text becomes text, never markup; what is falsy is left out. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Properties<HTMLElementTagNameMap[Name]>,
  ...children: readonly (Node | string | false | undefined)[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== false && child !== undefined));
  return made;
}

/** Says something new. What is there already is left alone, so that no screen reader says it twice. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

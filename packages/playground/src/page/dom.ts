/**
 * Elements in one call. Text is only ever text: the contents of a link cannot become markup.
 *
 * @module
 */

type Child = Node | string | undefined;
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

const SVG = 'http://www.w3.org/2000/svg';

/** An element of HTML; `true` sets an attribute without a value, `false` and `undefined` leave it out. */
export function h<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  return fill(document.createElement(name), attributes, children);
}

/** An element of SVG. */
export function svg<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Name] {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

/** The element of the page with an id. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no #${id}`);
  return element;
}

/** Replaces the children. */
export function show(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren(...children.filter((child) => child !== undefined));
}

function fill<Made extends Element>(
  element: Made,
  attributes: Attributes,
  children: readonly Child[],
): Made {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  show(element, ...children);
  return element;
}

/** The number of items shown from each end of a longer list. */
const SHOWN = { first: 60, last: 40 };

/**
 * Makes an element for each item of a list; of a long list only for those at both ends, with a placeholder between
 * them.
 *
 * @param gap - Made once, of the number that is left out.
 */
export function abridge<Thing, Made>(
  things: readonly Thing[],
  make: (thing: Thing) => Made,
  gap: (count: number) => Made,
): Made[] {
  const left = things.length - SHOWN.first - SHOWN.last;
  if (left <= 0) return things.map(make);
  return [
    ...things.slice(0, SHOWN.first).map(make),
    gap(left),
    ...things.slice(-SHOWN.last).map(make),
  ];
}

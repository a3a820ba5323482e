/**
 * The ways to write a list in fields of HTTP (RFC 9110 §5.3, §5.6.1): one list, many spellings.
 *
 * @module
 */

import fc from 'fast-check';

/** How a list is written. */
export interface ListSpelling {
  /** The text between two elements. */
  readonly separator: string;
  /** The text before the first element and after the last element of a line. */
  readonly edges: readonly [front: string, back: string];
  /** Whether every element has a separate line. */
  readonly isSplit: boolean;
}

/**
 * Yields: commas with any white space, empty elements, one line or several. Shrinks to: one line, a
 * comma and a space between elements.
 */
export function listSpelling(): fc.Arbitrary<ListSpelling> {
  return fc.record({
    separator: fc.constantFrom(', ', ',', ' ,\t', ',,', ', ,'),
    edges: fc.tuple(fc.constantFrom('', ',', ', '), fc.constantFrom('', ',', ' ,')),
    isSplit: fc.constantFrom(false, true),
  });
}

/** The values of the lines that a list makes: none for no element. */
export function spellList(
  elements: readonly string[],
  { separator, edges, isSplit }: ListSpelling,
): string[] {
  if (elements.length === 0) return [];
  const [front, back] = edges;
  const lines = isSplit ? elements : [elements.join(separator)];
  return lines.map((line) => front + line + back);
}

/**
 * The freedom that HTTP leaves in the fields of a head: their order, the case of names, white space around
 * values, further fields (RFC 9110 §5, RFC 9112 §5).
 *
 * @module
 */

import fc from 'fast-check';
import type { WireField } from '../wire/index.ts';
import { token } from './token.ts';

/** How one field is written, and where. */
export interface FieldSpelling {
  readonly nameCase: 'as-is' | 'lower' | 'upper' | 'mixed';
  readonly separator: string;
  readonly padding: string;
  /** Fields of a higher rank come later. */
  readonly rank: number;
}

/** How fields are written, and which others are among them. */
export interface FieldsSpelling {
  /** By index; fields without an entry are written plainly. */
  readonly fields: readonly FieldSpelling[];
  readonly others: readonly WireField[];
}

/** Fields outside the rules of the opening handshake. */
const HARMLESS: readonly WireField[] = [
  { name: 'User-Agent', value: 'Mozilla/5.0 (X11; "quoted", and a comma)' },
  { name: 'Cookie', value: 'a=b; c="d, e"' },
  { name: 'Cookie', value: '' },
  { name: 'Accept-Language', value: 'de, en;q=0.5' },
  { name: 'Pragma', value: 'no-cache' },
  { name: '__proto__', value: 'null' },
];

/**
 * Yields: any order, names in any case, spaces and tabs around values, up to four other fields.
 * Shrinks to: the plain spelling, no other field.
 */
export function fieldsSpelling(): fc.Arbitrary<FieldsSpelling> {
  const spelling = fc.record({
    nameCase: fc.constantFrom('as-is', 'lower', 'upper', 'mixed'),
    separator: fc.constantFrom(': ', ':', ':\t', ':  \t '),
    padding: fc.constantFrom('', ' ', '\t \t'),
    rank: fc.nat({ max: 9 }),
  } satisfies { [Key in keyof FieldSpelling]: fc.Arbitrary<FieldSpelling[Key]> });
  const other = fc.oneof({ withCrossShrink: true }, fc.constantFrom(...HARMLESS), unknownField());
  return fc.record({
    fields: fc.array(spelling, { maxLength: 14, size: 'max' }),
    others: fc.array(other, { maxLength: 4 }),
  });
}

/** Visible ASCII, spaces and obs-text inside, under a name that begins with `x-`. */
function unknownField(): fc.Arbitrary<WireField> {
  const visible = fc.oneof(
    fc.integer({ min: 0x21, max: 0x7e }),
    fc.integer({ min: 0x80, max: 0xff }),
  );
  const inner = fc.oneof({ weight: 4, arbitrary: visible }, fc.constantFrom(0x20, 0x09));
  return fc
    .tuple(token(), visible, fc.array(inner, { maxLength: 20 }), visible)
    .map(([name, first, middle, last]) => ({
      name: `x-${name}`,
      value: String.fromCharCode(first, ...middle, last),
    }));
}

/** Writes fields in this way; those of one name keep their order. */
export function spellFields(fields: readonly WireField[], its: FieldsSpelling): WireField[] {
  const spelled = [...fields, ...its.others].map((field, i) => ({
    field: spellField(field, its.fields[i]),
    rank: its.fields[i]?.rank ?? 0,
  }));
  const sorted = [...spelled].sort((a, b) => a.rank - b.rank).map(({ field }) => field);
  const inOrder = spelled.map(({ field }) => field);
  const taken = new Set<WireField>();
  return sorted.map(({ name }) => {
    const next = inOrder.find((field) => isSame(field.name, name) && !taken.has(field))!;
    taken.add(next);
    return next;
  });
}

function isSame(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase();
}

function spellField(field: WireField, its: FieldSpelling | undefined): WireField {
  if (its === undefined) return { ...field };
  const { separator, padding } = its;
  return { ...field, name: spellName(field.name, its.nameCase), separator, padding };
}

function spellName(name: string, nameCase: FieldSpelling['nameCase']): string {
  switch (nameCase) {
    case 'as-is':
      return name;
    case 'lower':
      return name.toLowerCase();
    case 'upper':
      return name.toUpperCase();
    case 'mixed':
      return name.replaceAll(/./g, (letter, i: number) =>
        i % 2 === 0 ? letter.toLowerCase() : letter.toUpperCase(),
      );
  }
}

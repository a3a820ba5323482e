/**
 * Rules over the fields of a whole head, checked in the order of a table. A violation carries the
 * offset of the head's last byte: only there is it certain that no further field makes up for it.
 *
 * @module
 */

import type { Violation, ViolationId } from '../violations/index.ts';
import { type Fields, fieldValues } from './fields.ts';

/**
 * A rule: its id, the field that it is about (`''` for the first line), and whether the values
 * satisfy it.
 */
export type FieldRule<Context> = readonly [
  rule: ViolationId,
  lowerCaseName: string,
  holds: (values: readonly string[], context: Context) => boolean,
];

/** The longest piece of a head that a detail shows, in characters. */
const MAX_SHOWN = 80;

/**
 * Finds the first rule of a table that a head breaks.
 *
 * @param firstLine - Shown when the rule is about the first line.
 */
export function firstBroken<Context>(
  rules: readonly FieldRule<Context>[],
  { fields, firstLine, offset }: { fields: Fields; firstLine: () => string; offset: number },
  context: Context,
): Violation | undefined {
  let lastName = '';
  let values: readonly string[] = [];
  for (const [rule, name, holds] of rules) {
    if (name !== lastName) values = fieldValues(fields, name);
    lastName = name;
    if (holds(values, context)) continue;
    const shown = name === '' ? firstLine() : values.join('" and "');
    const field = name === '' ? 'First line' : `Field ${name}`;
    const isMissing = name !== '' && values.length === 0;
    const detail = isMissing ? `${field} is missing` : `${field} is "${shown.slice(0, MAX_SHOWN)}"`;
    return { rule, offset, detail };
  }
  return undefined;
}

/** A field with a single value appears at most once. */
export function isSingle(values: readonly string[]): boolean {
  return values.length < 2;
}

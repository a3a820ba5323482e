/**
 * Rules over the fields of a whole head, checked in the order of a table. A violation carries the
 * offset of the head's last byte: only there is it certain that no further field makes up for it.
 *
 * @module
 */

import type { Violation, ViolationId } from '../violations/index.ts';
import { FieldIndex, type FieldValues } from './field-index.ts';

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
 * The fields that a table of rules is about.
 *
 * @param others - Names of further fields to find.
 */
export function indexOf(
  rules: readonly FieldRule<never>[],
  others: readonly string[] = [],
): FieldIndex {
  return new FieldIndex([...rules.map(([, name]) => name), ...others]);
}

/**
 * Finds the first rule of a table that a head breaks.
 *
 * @param firstLine - Shown when the rule is about the first line.
 */
export function firstBroken<Context>(
  rules: readonly FieldRule<Context>[],
  { fields, firstLine, offset }: { fields: FieldValues; firstLine: () => string; offset: number },
  context: Context,
): Violation | undefined {
  for (let i = 0; i < rules.length; i++) {
    const rule = rules[i]!;
    const name = rule[1];
    const values = fields.of(name);
    if (rule[2](values, context)) continue;
    const shown = name === '' ? firstLine() : values.join('" and "');
    const field = name === '' ? 'First line' : `Field ${name}`;
    const isMissing = name !== '' && values.length === 0;
    const detail = isMissing ? `${field} is missing` : `${field} is "${shown.slice(0, MAX_SHOWN)}"`;
    return { rule: rule[0], offset, detail };
  }
  return undefined;
}

/** A field with a single value appears at most once. */
export function isSingle(values: readonly string[]): boolean {
  return values.length < 2;
}

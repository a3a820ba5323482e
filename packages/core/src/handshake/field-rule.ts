/**
 * Rules for the fields of a whole head, checked in the order of a table. A violation has the offset of
 * the head's last byte: only there is it certain that no further field satisfies the rule.
 *
 * @module
 */

import type { Violation, ViolationId } from '../violations/index.ts';
import { FieldIndex, type FieldValues } from './field-index.ts';

/**
 * A rule: its id, its field (`''` for the first line), whether the values satisfy the rule, and the text
 * about the values for the detail of a violation. Default: their length or number.
 */
export type FieldRule<Context> = readonly [
  rule: ViolationId,
  lowerCaseName: string,
  holds: (values: readonly string[], context: Context) => boolean,
  tell?: (context: Context) => string,
];

/** A table of rules, and an index of their fields. */
export class FieldRules<Context> {
  /** The index of the fields of the rules, and of the other fields. */
  readonly index: FieldIndex;
  readonly #rules: readonly FieldRule<Context>[];
  /** The place in the index of the field of each rule. */
  readonly #places: readonly number[];

  /** @param others - Names of further fields to find. */
  constructor(rules: readonly FieldRule<Context>[], others: readonly string[] = []) {
    this.index = new FieldIndex([...rules.map(([, name]) => name), ...others]);
    this.#rules = rules;
    this.#places = rules.map(([, name]) => this.index.placeOf(name));
  }

  /**
   * Finds the first rule that a head breaks.
   *
   * @param values - The values that `index` has read.
   * @param firstLine - Makes the text about the first line, for a violation of a rule about it.
   * @param offset - The offset for the violation.
   */
  firstBroken(
    values: FieldValues,
    context: Context,
    { firstLine, offset }: { firstLine: () => string; offset: number },
  ): Violation | undefined {
    for (let i = 0; i < this.#rules.length; i++) {
      const rule = this.#rules[i]!;
      const given = values[this.#places[i]!]!;
      if (rule[2](given, context)) continue;
      const name = rule[1];
      const what = rule[3]?.(context) ?? told(given);
      const detail = name === '' ? `First line: ${firstLine()}` : `Field ${name}${what}`;
      return { rule: rule[0], offset, detail };
    }
    return undefined;
  }
}

function told(values: readonly string[]): string {
  if (values.length === 0) return ' is missing';
  return values.length === 1 ? `: ${measureOf(values[0]!)}` : ` appears ${values.length} times`;
}

/**
 * Describes a value by its length, since the value can be a credential. A short number, which cannot be a
 * credential, is given itself.
 */
export function measureOf(value: string): string {
  return /^\d{1,3}(?:\.\d)?$/.test(value) ? value : `${value.length} characters`;
}

/** A field with a single value appears at most once. */
export function isSingle(values: readonly string[]): boolean {
  return values.length < 2;
}

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

/** A table of rules, and an index of the fields that they are about. */
export class FieldRules<Context> {
  /** Of the fields that the rules name, and others. */
  readonly index: FieldIndex;
  readonly #rules: readonly FieldRule<Context>[];
  /** Where the index has the field of each rule. */
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
   * @param values - By the index.
   * @param firstLine - Shown when the rule is about the first line.
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
      const shown = name === '' ? firstLine() : given.join('" and "');
      const field = name === '' ? 'First line' : `Field ${name}`;
      const isMissing = name !== '' && given.length === 0;
      const says = isMissing ? 'is missing' : `is "${shown.slice(0, MAX_SHOWN)}"`;
      return { rule: rule[0], offset, detail: `${field} ${says}` };
    }
    return undefined;
  }
}

/** A field with a single value appears at most once. */
export function isSingle(values: readonly string[]): boolean {
  return values.length < 2;
}

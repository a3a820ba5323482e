/**
 * Rules over the fields of a whole head, checked in the order of a table. A violation carries the
 * offset of the head's last byte: only there is it certain that no further field makes up for it.
 *
 * @module
 */

import type { Violation, ViolationId } from '../violations/index.ts';
import { FieldIndex, type FieldValues } from './field-index.ts';

/**
 * A rule: its id, the field that it is about (`''` for the first line), whether the values satisfy
 * it, and what to tell of them, unless their length will do.
 */
export type FieldRule<Context> = readonly [
  rule: ViolationId,
  lowerCaseName: string,
  holds: (values: readonly string[], context: Context) => boolean,
  tell?: (context: Context) => string,
];

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
   * @param firstLine - What is told of the first line when the rule is about it.
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
 * What may be told of a value, which may be a credential: how long it is. A number that has no room for
 * one is told as it is.
 */
export function measureOf(value: string): string {
  return /^\d{1,3}(?:\.\d)?$/.test(value) ? value : `${value.length} characters`;
}

/** A field with a single value appears at most once. */
export function isSingle(values: readonly string[]): boolean {
  return values.length < 2;
}

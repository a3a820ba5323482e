/**
 * Values drawn in one way and shrunk in another: a special value that has failed becomes the smallest
 * ordinary one that fails, which `oneof` would never try.
 *
 * @module
 */

import fc from 'fast-check';

/**
 * Yields: the values of `drawn`. Shrinks like: `ordinary`.
 *
 * @param ordinary - Also yields all values of `drawn`, and recognises them: integers, strings, arrays of these.
 */
export function drawnAs<Value>(
  drawn: fc.Arbitrary<Value>,
  ordinary: fc.Arbitrary<Value>,
): fc.Arbitrary<Value> {
  return new DrawnAs(drawn, ordinary);
}

class DrawnAs<Value> extends fc.Arbitrary<Value> {
  readonly #drawn: fc.Arbitrary<Value>;
  readonly #ordinary: fc.Arbitrary<Value>;

  constructor(drawn: fc.Arbitrary<Value>, ordinary: fc.Arbitrary<Value>) {
    super();
    this.#drawn = drawn;
    this.#ordinary = ordinary;
  }

  override generate(random: fc.Random, biasFactor: number | undefined): fc.Value<Value> {
    return new fc.Value(this.#drawn.generate(random, biasFactor).value, undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Value {
    return this.#ordinary.canShrinkWithoutContext(value);
  }

  override shrink(value: Value, context: unknown): fc.Stream<fc.Value<Value>> {
    return this.#ordinary.shrink(value, context);
  }
}

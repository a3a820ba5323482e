/**
 * Every vector of the kit as a case for core: whole, byte by byte, and up to the byte that breaks a rule.
 *
 * @module
 */

import { bytesOf, type Vector, vectorFiles } from '@sansocket/testkit/vectors';
import { toHex } from '@sansocket/testkit/wire';
import type { ExtensionMakers } from './extensions.ts';
import type { PortableCase } from './portable-case.ts';
import { demanded, type Told } from './told.ts';
import { toldByCore } from './told-by-core.ts';

/** The longest vector that is fed byte by byte: the laws try all cuts of long ones. */
const MAX_BYTES_ONE_BY_ONE = 1_000;

/** The cases of all vectors. */
export function vectorCases(makers: ExtensionMakers): PortableCase[] {
  const known = ({ options }: Vector) =>
    (options?.extensions ?? []).every((name) => Object.hasOwn(makers, name));
  return vectorFiles().flatMap(({ area, vectors }) =>
    vectors.filter(known).map((vector) => ({
      name: `vector ${vector.id}`,
      run: () => {
        tryVector(vector, area, makers);
      },
    })),
  );
}

function tryVector(vector: Vector, area: string, makers: ExtensionMakers): void {
  const extensionNamed = (name: string) => makers[name]!();
  assertSame(toldByCore(vector, { extensionNamed }), demanded(vector));
  const { violation } = vector;
  // Output of an extension is known only after the byte that the violation names.
  if (violation !== undefined && area !== 'extensions') {
    const { offset } = violation;
    const [before, then] = [offset, offset + 1].map((end) =>
      toldByCore(upTo(vector, end), { extensionNamed }),
    );
    assertSame({ events: [], violation: before!.violation }, { events: [], violation: undefined });
    assertSame({ events: [], violation: then!.violation }, { events: [], violation });
  }
  if (bytesOf(vector.bytes).length > MAX_BYTES_ONE_BY_ONE) return;
  assertSame(toldByCore(vector, { extensionNamed, size: 1 }), demanded(vector));
}

function upTo(vector: Vector, end: number): Vector {
  return { ...vector, bytes: [toHex(bytesOf(vector.bytes).subarray(0, end))] };
}

function assertSame(told: Told, expected: Told): void {
  const [is, shall] = [textOf(told), textOf(expected)];
  if (is !== shall) throw new Error(`told ${is.slice(0, 500)}, demanded ${shall.slice(0, 500)}`);
}

/** With names in one order, and without `undefined` values. */
function textOf(told: Told): string {
  return JSON.stringify(told, (_, value: unknown) =>
    value instanceof Object && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

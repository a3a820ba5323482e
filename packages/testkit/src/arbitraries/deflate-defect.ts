/**
 * Messages of permessage-deflate with one defect (RFC 1951 §3.2.3 to §3.2.7, RFC 7692 §7.2.2).
 *
 * @module
 */

import fc from 'fast-check';
import { type DeflateBlock, plainOf, serializeDeflate } from '../wire/index.ts';
import { blocksOf, deflateBlockPlan } from './deflate-plan.ts';

/** Why a payload cannot be decompressed; `cut-off`: it ends inside a block. */
export type DeflateDefect =
  | 'block-type-3'
  | 'stored-length-without-its-complement'
  | 'distance-before-the-first-byte'
  | 'length-symbol-286'
  | 'length-symbol-287'
  | 'distance-symbol-30'
  | 'distance-symbol-31'
  | 'code-over-subscribed'
  | 'code-incomplete'
  | 'literals-287'
  | 'literals-288'
  | 'distances-31'
  | 'distances-32'
  | 'repeat-before-the-first-length'
  | 'run-beyond-the-lengths'
  | 'repeat-beyond-the-lengths'
  | 'end-of-block-without-a-code'
  | 'literals-over-subscribed'
  | 'literals-incomplete'
  | 'one-literal-of-two-bits'
  | 'distances-over-subscribed'
  | 'distances-incomplete'
  | 'one-distance-of-two-bits'
  | 'copy-without-distances'
  | 'code-beside-the-only-distance'
  | 'cut-off';

/** A compressed message that cannot be inflated. */
export interface DefectiveDeflate {
  readonly label: DeflateDefect;
  /** The payload of the message. */
  readonly bytes: Uint8Array;
}

type RawBits = readonly (readonly [value: number, size: number])[];

/** Headers as three bits: not final, then the type. */
const FIXED = [0b010, 3] as const;
const DYNAMIC = [0b100, 3] as const;
const TYPE_3 = [0b110, 3] as const;

/** Fixed codes, their first bit the lowest here: literal or length symbols, distance symbols, the end of the block. */
const LENGTH_257 = [0b100_0000, 7] as const;
const LENGTH_286 = [0b0110_0011, 8] as const;
const LENGTH_287 = [0b1110_0011, 8] as const;
const DISTANCE_0 = [0, 5] as const;
const DISTANCE_30 = [0b0_1111, 5] as const;
const DISTANCE_31 = [0b1_1111, 5] as const;
const FIXED_END = [0, 7] as const;

/** The order in which the lengths of the code for lengths come (RFC 1951 §3.2.7). */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;

/**
 * The head of a dynamic block, up to the lengths of its codes.
 *
 * @param symbols - The symbols for the lengths, each with a code of two bits.
 */
function dynamic(symbols: readonly number[], literals = 257, distances = 1): RawBits {
  const sizes = ORDER.map((symbol) => [symbols.includes(symbol) ? 2 : 0, 3] as const);
  return [DYNAMIC, [literals - 257, 5], [distances - 1, 5], [15, 4], ...sizes];
}

/** The codes of four symbols of two bits, in their order. */
const [FIRST, SECOND, THIRD, FOURTH] = [
  [0, 2],
  [2, 2],
  [1, 2],
  [3, 2],
] as const;

/** Lengths of 0, 1 and 2 bits, and a run of zeros, which has 7 bits more. */
const USUAL = [0, 1, 2, 18];
const [NONE, ONE, TWO] = [FIRST, SECOND, THIRD];
/** The same, except that one length is repeated in place of 2. */
const REPEATING = [0, 1, 16, 18];
const THREE_MORE: RawBits = [THIRD, [0, 2]];

/** The given number of lengths of zero, from 149 to 265; `code` stands for a run of them. */
function zeros(count: number, code: readonly [number, number] = FOURTH): RawBits {
  return [code, [127 - 11, 7], code, [count - 127 - 11, 7]];
}

/** The code 0, of one bit: where 256 has the first one, the end of the block. */
const END = [0, 1] as const;

/** Apart from its defect each is legal: a decompressor that ignores the defect goes on with the bytes after it. */
const RAW: Readonly<Partial<Record<DeflateDefect, RawBits>>> = {
  'block-type-3': [TYPE_3, FIXED_END],
  'length-symbol-286': [FIXED, LENGTH_286, DISTANCE_0, FIXED_END],
  'length-symbol-287': [FIXED, LENGTH_287, DISTANCE_0, FIXED_END],
  'distance-symbol-30': [FIXED, LENGTH_257, DISTANCE_30, FIXED_END],
  'distance-symbol-31': [FIXED, LENGTH_257, DISTANCE_31, FIXED_END],
  // The fifth code is the first one again.
  'code-over-subscribed': [...dynamic([0, 1, 2, 3, 18]), ...zeros(256, FIRST), ONE, ONE, END],
  'code-incomplete': [...dynamic([0, 1, 18]), ...zeros(256, THIRD), ONE, ONE, END],
  'literals-287': [...dynamic(USUAL, 287), ...zeros(256), ONE, FOURTH, [30 - 11, 7], ONE, END],
  'literals-288': [...dynamic(USUAL, 288), ...zeros(256), ONE, FOURTH, [31 - 11, 7], ONE, END],
  'distances-31': [...dynamic(USUAL, 257, 31), ...zeros(256), ONE, ONE, FOURTH, [30 - 11, 7], END],
  'distances-32': [...dynamic(USUAL, 257, 32), ...zeros(256), ONE, ONE, FOURTH, [31 - 11, 7], END],
  'repeat-before-the-first-length': [
    ...dynamic(REPEATING),
    ...THREE_MORE,
    ...zeros(253),
    ONE,
    ONE,
    END,
  ],
  'run-beyond-the-lengths': [...dynamic(USUAL), ...zeros(256), ONE, FOURTH, [0, 7], END],
  'repeat-beyond-the-lengths': [...dynamic(REPEATING, 258), ...zeros(256), ONE, ...THREE_MORE, END],
  'end-of-block-without-a-code': [...dynamic(USUAL), ONE, ONE, ...zeros(254), NONE, ONE, END],
  'literals-over-subscribed': [...dynamic(USUAL), ONE, ONE, ...zeros(254), ONE, ONE, END],
  // The codes are 00 and 01.
  'literals-incomplete': [...dynamic(USUAL), TWO, ...zeros(255), TWO, ONE, [2, 2]],
  'one-literal-of-two-bits': [...dynamic(USUAL), ...zeros(256), TWO, ONE, [0, 2]],
  'distances-over-subscribed': [
    ...dynamic(USUAL, 257, 3),
    ...zeros(256),
    ...[ONE, ONE, ONE, ONE],
    END,
  ],
  'distances-incomplete': [...dynamic(USUAL, 257, 2), ...zeros(256), ONE, TWO, TWO, END],
  'one-distance-of-two-bits': [...dynamic(USUAL), ...zeros(256), ONE, TWO, END],
  // The codes of 256 and 257 are 0 and 1.
  'copy-without-distances': [...dynamic(USUAL, 258), ...zeros(256), ONE, ONE, NONE, [1, 2], END],
  'code-beside-the-only-distance': [
    ...dynamic(USUAL, 258),
    ...zeros(256),
    ...[ONE, ONE, ONE],
    [3, 2],
    END,
  ],
};

const labels: readonly DeflateDefect[] = [
  ...(Object.keys(RAW) as DeflateDefect[]),
  'stored-length-without-its-complement',
  'distance-before-the-first-byte',
  'cut-off',
];

/**
 * Yields: legal blocks, then one defect, named. Shrinks to: the defect alone.
 */
export function deflateDefect(): fc.Arbitrary<DefectiveDeflate> {
  return fc
    .tuple(fc.array(deflateBlockPlan(), { maxLength: 3 }), fc.constantFrom(...labels))
    .map(([plans, label]) => {
      const legal = blocksOf(plans, new Uint8Array(0), 2 ** 15);
      return { label, bytes: bytesOf(label, legal) };
    });
}

function bytesOf(label: DeflateDefect, legal: readonly DeflateBlock[]): Uint8Array {
  const bits = RAW[label];
  const [before, after] = [fixed(0x61), fixed(...new Array<number>(40).fill(0x62))];
  if (bits !== undefined) return serializeDeflate([...legal, before, { type: 'raw', bits }, after]);
  if (label === 'stored-length-without-its-complement') {
    const bytes = Uint8Array.of(1, 2, 3, 4);
    return serializeDeflate([...legal, { type: 'stored', bytes, complement: 4 }, after]);
  }
  if (label === 'distance-before-the-first-byte') {
    const distance = plainOf(legal).length + 1;
    return serializeDeflate([
      ...legal,
      { type: 'fixed', tokens: [{ length: 3, distance }] },
      after,
    ]);
  }
  // The four bytes that RFC 7692 §7.2.2 adds are read as codes, and no block ends with them.
  const tokens = Array.from({ length: 40 }, () => 0x41);
  return serializeDeflate([...legal, { type: 'fixed', tokens }]).slice(0, -20);
}

function fixed(...tokens: readonly number[]): DeflateBlock {
  return { type: 'fixed', tokens };
}

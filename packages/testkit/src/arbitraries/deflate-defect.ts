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
  | 'cut-off';

/** A compressed message that means nothing. */
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

/** Fixed codes, their first bit the lowest here: literal or length symbols, distance symbols. */
const LENGTH_257 = [0b100_0000, 7] as const;
const LENGTH_286 = [0b0110_0011, 8] as const;
const LENGTH_287 = [0b1110_0011, 8] as const;
const DISTANCE_30 = [0b0_1111, 5] as const;
const DISTANCE_31 = [0b1_1111, 5] as const;

/** 257 literal codes, one distance code, 19 code length codes: as few and as many as there can be. */
const COUNTS = [
  [0, 5],
  [0, 5],
  [15, 4],
] as const;

const RAW: Readonly<Partial<Record<DeflateDefect, RawBits>>> = {
  'block-type-3': [TYPE_3],
  'length-symbol-286': [FIXED, LENGTH_286],
  'length-symbol-287': [FIXED, LENGTH_287],
  'distance-symbol-30': [FIXED, LENGTH_257, DISTANCE_30],
  'distance-symbol-31': [FIXED, LENGTH_257, DISTANCE_31],
  'code-over-subscribed': [DYNAMIC, ...COUNTS, ...codeLengths(1, 1, 1)],
  'code-incomplete': [DYNAMIC, ...COUNTS, ...codeLengths(2, 2)],
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
  // Enough behind the defect that the end of the bytes is not what stops a decompressor.
  if (bits !== undefined) return serializeDeflate([...legal, { type: 'raw', bits: padded(bits) }]);
  if (label === 'stored-length-without-its-complement') {
    const bytes = Uint8Array.of(1, 2, 3, 4);
    return serializeDeflate([...legal, { type: 'stored', bytes, complement: 4 }]);
  }
  if (label === 'distance-before-the-first-byte') {
    const distance = plainOf(legal).length + 1;
    return serializeDeflate([...legal, { type: 'fixed', tokens: [{ length: 3, distance }] }]);
  }
  // The four bytes that RFC 7692 §7.2.2 adds pass for codes, and no block ends where they do.
  const tokens = Array.from({ length: 40 }, () => 0x41);
  return serializeDeflate([...legal, { type: 'fixed', tokens }]).slice(0, -20);
}

function padded(bits: RawBits): RawBits {
  return [...bits, ...Array.from({ length: 16 }, () => [0x55, 8] as const)];
}

/** Lengths of three bits for 19 symbols. */
function codeLengths(...lengths: readonly number[]): RawBits {
  return Array.from({ length: 19 }, (_, i) => [lengths[i] ?? 0, 3] as const);
}

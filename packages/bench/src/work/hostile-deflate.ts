/**
 * Compressed messages that are expensive for a careless decompressor: few bytes that become many, many blocks without
 * output (RFC 1951 §3.2, RFC 7692 §7.2.1). The output is ASCII.
 *
 * @module
 */

import { constants, deflateRawSync } from 'node:zlib';

/** Names of messages. */
export const hostileInputs = [
  'bomb',
  'small-bombs',
  'period-3',
  'period-300',
  'mixed-distances',
  'short-copies',
  'literals-and-copies',
  'empty-fixed',
  'empty-stored',
  'empty-dynamic',
  'tiny-blocks',
  'long-headers',
] as const;

/** One of those. */
export type HostileInput = (typeof hostileInputs)[number];

/** Messages of one call. */
export interface HostileMessages {
  /** Of frames with RSV1. */
  readonly payloads: readonly Uint8Array[];
  /** Bytes that come out of all of them. */
  readonly plainBytes: number;
}

/** The default limit of a message. */
const LIMIT = 16_777_216;
const INPUT_BYTES = 60_000;

/** Messages of that kind; the same bytes each time. */
export function hostileMessages(input: HostileInput): HostileMessages {
  switch (input) {
    case 'bomb':
      return repeated('a', LIMIT);
    case 'small-bombs':
      return times(800, repeated('a', 69_000));
    case 'period-3':
      return repeated('abc', LIMIT);
    case 'period-300':
      return repeated('0123456789abcdef'.repeat(19).slice(4), LIMIT);
    case 'mixed-distances':
      return blocks(16_000, fixedHead, (i) => [copy258, distance[i % 8]!], 258, endOfBlock);
    case 'short-copies':
      return blocks(16_000, fixedHead, (i) => [copy3, distance[i % 8]!], 3, endOfBlock);
    case 'literals-and-copies':
      return blocks(16_000, fixedHead, (i) => [literalA, copy3, distance[i % 8]!], 4, endOfBlock);
    case 'empty-fixed':
      return blocks(INPUT_BYTES, [], () => ['010', endOfBlock], 0);
    case 'empty-stored':
      return times(1, stored());
    case 'empty-dynamic':
      return blocks(INPUT_BYTES, [], () => [dynamicHead, '1'], 0);
    case 'tiny-blocks':
      return blocks(INPUT_BYTES, [], () => ['010', literalA, endOfBlock], 1);
    case 'long-headers':
      return blocks(INPUT_BYTES, [], () => [longHead, '00010000', '111100010'], 1);
    default:
      return input satisfies never;
  }
}

// Bits in the order of the stream; the head of a block has its lowest bit first.

/** A block in the fixed codes that begins with nine literals. */
const fixedHead: readonly string[] = ['010', ...new Array<string>(9).fill('01110001')];
const literalA = '01110001';
const endOfBlock = '0000000';
const copy3 = '0000001';
const copy258 = '11000101';
/** From 1 to 8, and their extra bits. */
const distance = ['00000', '00001', '00010', '00011', '001000', '001001', '001010', '001011'];

/**
 * A block with its own codes: 0 for a literal, 1 for its end, and no distances. The code for lengths has `0` for
 * a run of zeros, `10` for zero and `11` for one.
 */
const dynamicHead = [
  '001',
  '00000',
  '00000',
  bits(14, 4),
  // In the order 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1.
  ...[0, 0, 1, 2, ...new Array<number>(13).fill(0), 2].map((length) => bits(length, 3)),
  '11',
  `0${bits(138 - 11, 7)}`,
  `0${bits(117 - 11, 7)}`,
  '11',
  '10',
].join('');

/** The longest head without runs: 226 literals of 8 bits, 60 of 9; 2 distances of 4 bits, 28 of 5. */
const longHead = [
  '001',
  bits(29, 5),
  bits(29, 5),
  bits(15, 4),
  ...[0, 0, 0, 0, 2, 0, 2, 0, 0, 2, 0, 2, 0, 0, 0, 0, 0, 0, 0].map((length) => bits(length, 3)),
  '10'.repeat(226),
  '11'.repeat(60),
  '00'.repeat(2),
  '01'.repeat(28),
].join('');

/** A number, its lowest bit first. */
function bits(value: number, count: number): string {
  return Array.from({ length: count }, (_, i) => (value >>> i) & 1).join('');
}

function repeated(text: string, bytes: number): HostileMessages {
  const plain = Buffer.alloc(bytes, text);
  const options = { level: 9, finishFlush: constants.Z_SYNC_FLUSH };
  return { payloads: [deflateRawSync(plain, options).subarray(0, -4)], plainBytes: bytes };
}

function times(count: number, { payloads, plainBytes }: HostileMessages): HostileMessages {
  const all = Array.from({ length: count }, () => payloads).flat();
  return { payloads: all, plainBytes: count * plainBytes };
}

function stored(): HostileMessages {
  const empty = Buffer.of(0, 0, 0, 0xff, 0xff);
  return {
    payloads: [Buffer.concat([Buffer.alloc(INPUT_BYTES, empty), Buffer.of(0)])],
    plainBytes: 0,
  };
}

/** @param plainEach - Bytes that each item stands for; the literals of `head` stand for one each. */
function blocks(
  inputBytes: number,
  head: readonly string[],
  item: (index: number) => readonly string[],
  plainEach: number,
  end = '',
): HostileMessages {
  const parts = [...head];
  let length = 0;
  let count = 0;
  while (length < 8 * inputBytes) {
    const some = item(count++);
    parts.push(...some);
    for (const part of some) length += part.length;
  }
  const all = `${parts.join('')}${end}000`;
  const padded = all.padEnd(8 * Math.ceil(all.length / 8), '0');
  const bytes = Buffer.from(
    Array.from({ length: padded.length / 8 }, (_, i) => {
      const byte = padded.slice(8 * i, 8 * i + 8);
      return Number.parseInt(Array.from(byte).reverse().join(''), 2);
    }),
  );
  return {
    payloads: [bytes],
    plainBytes: Math.max(0, head.length - 1) + count * plainEach,
  };
}

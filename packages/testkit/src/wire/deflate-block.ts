/**
 * Writes DEFLATE blocks exactly as given (RFC 1951 §3.2, RFC 7692 §7.2.1), legal or not, including blocks that a
 * compressor would never write.
 *
 *      3 bits          stored                          fixed, dynamic
 *     +-------+------+ +---------+------+------+-----+ +----------------+---------+-----+
 *     | final | type | | 0 to 7  | LEN  | NLEN | LEN | | code lengths   | symbols | end |
 *     |   1   |  2   | | zeros   | 2    | 2    | B   | | (dynamic only) |         | 256 |
 *     +-------+------+ +---------+------+------+-----+ +----------------+---------+-----+
 *
 * In permessage-deflate a final block is filled up to a whole byte, and the next one follows it. A
 * message ends with an empty stored block of which the last four bytes, 00 00 ff ff, are left out.
 *
 * @module
 */

import { BitWriter } from './bit-writer.ts';
import { dynamicCodes, fixedCodes, type SymbolCodes } from './deflate-codes.ts';
import { type DeflateToken, symbolsOf } from './deflate-symbols.ts';

/** One block. Default of `final`: false. */
export type DeflateBlock =
  | {
      readonly type: 'stored';
      readonly final?: boolean;
      /** At most 65,535. */
      readonly bytes: Uint8Array;
      /** The value of NLEN. Default: the complement of the length. */
      readonly complement?: number;
    }
  | {
      readonly type: 'fixed';
      readonly final?: boolean;
      readonly tokens: readonly DeflateToken[];
    }
  | {
      readonly type: 'dynamic';
      readonly final?: boolean;
      readonly tokens: readonly DeflateToken[];
      /** The number of symbols that get the shortest possible codes, 0 to 6. Default: 0, all alike. */
      readonly skew?: number;
      /** Whether runs of code lengths are written as runs. Default: false, one by one. */
      readonly runs?: boolean;
    }
  | {
      /** Bits as they are, header included: pairs of a number, its lowest bit first, and its size. */
      readonly type: 'raw';
      readonly bits: readonly (readonly [value: number, size: number])[];
    };

/** The payload of a permessage-deflate message, ended as RFC 7692 §7.2.1 says. */
export function serializeDeflate(blocks: readonly DeflateBlock[]): Uint8Array {
  const writer = new BitWriter();
  for (const block of blocks) writeBlock(writer, block);
  writer.number(0, 3);
  return writer.bytes();
}

function writeBlock(writer: BitWriter, block: DeflateBlock): void {
  if (block.type === 'raw') {
    for (const [value, size] of block.bits) writer.number(value, size);
    return;
  }
  const { final = false } = block;
  writer.number(final ? 1 : 0, 1);
  writer.number({ stored: 0, fixed: 1, dynamic: 2 }[block.type], 2);
  if (block.type === 'stored') {
    writeStored(writer, block.bytes, block.complement);
  } else {
    const codes =
      block.type === 'fixed'
        ? fixedCodes()
        : dynamicCodes(writer, block.tokens, block.skew ?? 0, block.runs ?? false);
    writeTokens(writer, block.tokens, codes);
  }
  if (final) writer.align();
}

function writeStored(
  writer: BitWriter,
  bytes: Uint8Array,
  complement: number = ~bytes.length,
): void {
  writer.align();
  writer.number(bytes.length, 16);
  writer.number(complement, 16);
  for (const byte of bytes) writer.number(byte, 8);
}

function writeTokens(
  writer: BitWriter,
  tokens: readonly DeflateToken[],
  { literals, distances }: SymbolCodes,
): void {
  for (const token of tokens) {
    for (const { of, symbol, extra, extraBits } of symbolsOf(token)) {
      const { codes, lengths } = of === 'distance' ? distances : literals;
      writer.code(codes[symbol]!, lengths[symbol]!);
      writer.number(extra, extraBits);
    }
  }
  writer.code(literals.codes[256]!, literals.lengths[256]!);
}

/**
 * The inflated bytes of blocks.
 *
 * @param history - The bytes before them, to which distances reach back. Default: none.
 * @throws RangeError for raw bits, and for a distance beyond all bytes before it.
 */
export function plainOf(
  blocks: readonly DeflateBlock[],
  history: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const out = Array.from(history);
  for (const block of blocks) {
    if (block.type === 'raw') throw new RangeError('Raw bits have no meaning of their own');
    if (block.type === 'stored') for (const byte of block.bytes) out.push(byte);
    else for (const token of block.tokens) append(out, token);
  }
  return Uint8Array.from(out.slice(history.length));
}

function append(out: number[], token: DeflateToken): void {
  if (typeof token === 'number') {
    out.push(token);
    return;
  }
  if (token.distance > out.length) {
    throw new RangeError(`Distance is ${token.distance}, more than the ${out.length} bytes before`);
  }
  for (let i = 0; i < token.length; i++) out.push(out[out.length - token.distance]!);
}

/**
 * Tokens to blocks of DEFLATE (RFC 1951 §3.2.3): stored, in the fixed codes, or in codes of their own,
 * whichever is shortest.
 *
 * @module
 */

import { alignOutput, type BitOutput, putBits } from './bit-output.ts';
import type { Block } from './block.ts';
import { assignCodes, type HuffmanCode } from './huffman-code.ts';
import { OwnCodes } from './own-codes.ts';
import { DISTANCES, distanceSymbol, LENGTH_SYMBOLS, LENGTHS } from './symbols.ts';

const END_OF_BLOCK = 256;

/** For a block of fewer tokens, its own codes are not worth the search nor the room that they take. */
const MIN_OWN_CODES = 128;

/** For any number of compressors, one after the other. */
export class BlockWriter {
  readonly #literals = fixedCode(288, (i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8));
  readonly #distances = fixedCode(30, () => 5);
  #ownCodes: OwnCodes | undefined;

  /** Writes a block that is not the last. */
  write(output: BitOutput, block: Block): void {
    if (block.tokenCount < MIN_OWN_CODES) {
      this.#writeFixed(output, block);
      return;
    }
    this.#ownCodes ??= new OwnCodes(this.#literals.lengths);
    const own = this.#ownCodes;
    own.count(block);
    const storedBits = 8 * block.bytes.length + 42;
    if (storedBits <= Math.min(own.bits, own.fixedBits)) writeStored(output, block);
    else if (own.fixedBits <= own.bits) this.#writeFixed(output, block);
    else {
      putBits(output, 0b100, 3);
      own.write(output);
      writeTokens(output, block, own.literals, own.distances);
    }
  }

  #writeFixed(output: BitOutput, block: Block): void {
    putBits(output, 0b010, 3);
    writeTokens(output, block, this.#literals, this.#distances);
  }
}

function fixedCode(count: number, lengthOf: (symbol: number) => number): HuffmanCode {
  const lengths = Uint8Array.from({ length: count }, (_, symbol) => lengthOf(symbol));
  const codes = new Uint16Array(count);
  assignCodes(Uint16Array.from(lengths.keys()), count, { codes, lengths });
  return { codes, lengths };
}

/** The bytes as they are (§3.2.4); there are at most 65,535. */
function writeStored(output: BitOutput, { bytes }: Block): void {
  const { length } = bytes;
  putBits(output, 0, 3);
  alignOutput(output);
  putBits(output, length, 16);
  putBits(output, ~length & 0xffff, 16);
  output.bytes.set(bytes, output.length);
  output.length += length;
}

/** Tokens that are written by one call: see `writeSome`. */
const SOME = 256;

function writeTokens(
  output: BitOutput,
  block: Block,
  literals: HuffmanCode,
  distances: HuffmanCode,
): void {
  for (let i = 0; i < block.tokenCount; i += SOME) {
    writeSome(
      output,
      block.tokens.subarray(i, Math.min(i + SOME, block.tokenCount)),
      literals,
      distances,
    );
  }
  putBits(output, literals.codes[END_OF_BLOCK]!, literals.lengths[END_OF_BLOCK]!);
}

/**
 * In local variables, and two symbols at a time as far as 16 bits go: most of the work is here. Not all
 * tokens at once: V8 would compile the first call while it runs, without having seen the code after the loop, and would
 * fall back to the interpreter there in every call.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a call for what is written three times costs more
function writeSome(
  output: BitOutput,
  tokens: Uint32Array,
  literals: HuffmanCode,
  distances: HuffmanCode,
): void {
  const { bytes } = output;
  const { codes, lengths } = literals;
  let { length, hold, count } = output;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token < END_OF_BLOCK) {
      hold |= codes[token]! << count;
      count += lengths[token]!;
    } else {
      const symbol = LENGTH_SYMBOLS[token >>> 16]!;
      const literal = END_OF_BLOCK + 1 + symbol;
      hold |= codes[literal]! << count;
      count += lengths[literal]!;
      if (count >= 16) {
        bytes[length++] = hold;
        bytes[length++] = hold >>> 8;
        hold >>>= 16;
        count -= 16;
      }
      hold |= ((token >>> 16) - LENGTHS.bases[symbol]!) << count;
      count += LENGTHS.extraBits[symbol]!;
      if (count >= 16) {
        bytes[length++] = hold;
        bytes[length++] = hold >>> 8;
        hold >>>= 16;
        count -= 16;
      }
      const distance = token & 0xffff;
      const far = distanceSymbol(distance);
      hold |= distances.codes[far]! << count;
      count += distances.lengths[far]!;
      if (count >= 16) {
        bytes[length++] = hold;
        bytes[length++] = hold >>> 8;
        hold >>>= 16;
        count -= 16;
      }
      hold |= (distance - DISTANCES.bases[far]!) << count;
      count += DISTANCES.extraBits[far]!;
    }
    if (count >= 16) {
      bytes[length++] = hold;
      bytes[length++] = hold >>> 8;
      hold >>>= 16;
      count -= 16;
    }
  }
  output.length = length;
  output.hold = hold;
  output.count = count;
}

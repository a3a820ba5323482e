/**
 * Converts bytes to the form in a vector, and back.
 *
 * @module
 */

import { concat, hex, latin1, toHex } from '../wire/index.ts';
import type { Piece } from './vector.ts';

/** A longer run of bytes is written as a repetition, if it is one. */
const MAX_DIGITS_PER_PIECE = 512;

/**
 * The pieces of some bytes.
 *
 * @param period - The number of bytes after which long data repeats. Default: it never does.
 */
export function piecesOf(bytes: Uint8Array, period: number = bytes.length): Piece[] {
  if (bytes.length === 0) return [];
  const times = Math.floor(bytes.length / period);
  if (2 * bytes.length <= MAX_DIGITS_PER_PIECE || times < 2) return [digits(bytes)];
  const repeated = { hex: digits(bytes.subarray(0, period)), times };
  return [repeated, ...piecesOf(bytes.subarray(period * times))];
}

/** The bytes of the pieces. */
export function bytesOf(pieces: readonly Piece[]): Uint8Array {
  return concat(...pieces.map(bytesOfPiece));
}

function bytesOfPiece(piece: Piece): Uint8Array {
  if (typeof piece === 'string') return hex(piece);
  if ('ascii' in piece) return latin1(piece.ascii);
  return concat(...Array.from({ length: piece.times }, () => hex(piece.hex)));
}

function digits(bytes: Uint8Array): string {
  return toHex(bytes).replaceAll(' ', '');
}

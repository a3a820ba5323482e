/**
 * The output of the extensions for a piece of a message, as the receiver needs it (RFC 6455 §9.1).
 *
 * @module
 */

import { copyBytes } from '../bytes/index.ts';
import { type DecoderResult, joinOutput } from '../extensions/index.ts';
import type { Violation, ViolationId } from '../violations/index.ts';

/**
 * @param isOne - Whether the output is wanted in one piece.
 * @param isKept - Whether the receiver keeps the output: then lent bytes are copied.
 */
export function piecesOf(
  result: DecoderResult,
  isOne: boolean,
  isKept: boolean,
): readonly Uint8Array[] {
  if (result.kind === 'lent' && isKept) return [copyBytes(result.bytes)];
  const { bytes = [] } = result;
  if (bytes instanceof Uint8Array) return [bytes];
  return isOne ? [joinOutput(bytes)] : bytes;
}

/**
 * The rule that the output breaks, if any.
 *
 * @param budget - The most bytes allowed in the output.
 * @param most - The most bytes of the whole message.
 * @param offset - Position of the frame: the byte in it that causes the fault is unknown.
 */
export function faultOf(
  result: DecoderResult,
  pieces: readonly Uint8Array[],
  budget: number,
  most: number,
  offset: number,
): Violation | undefined {
  const fault = (rule: ViolationId, detail: string): Violation => ({ rule, offset, detail });
  if (result.kind === 'illegal') return fault('extension-data-invalid', result.detail);
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (result.kind !== 'too-long' && length <= budget) return undefined;
  return fault('message-too-long', `Message is longer than ${most} bytes`);
}

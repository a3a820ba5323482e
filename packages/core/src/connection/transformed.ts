/**
 * What the extensions have made of a piece of a message, as the receiver needs it (RFC 6455 §9.1).
 *
 * @module
 */

import { joinOutput, type TransformResult } from '../extensions/index.ts';
import type { Violation, ViolationId } from '../violations/index.ts';

/** @param isOne - Whether it is wanted in one piece. */
export function piecesOf({ bytes = [] }: TransformResult, isOne: boolean): readonly Uint8Array[] {
  if (bytes instanceof Uint8Array) return [bytes];
  return isOne ? [joinOutput(bytes)] : bytes;
}

/**
 * What is wrong with it.
 *
 * @param budget - The most bytes that may have come out.
 * @param most - The most bytes of the whole message.
 * @param offset - That of the frame: which of its bytes is to blame for what comes out nobody can say.
 */
export function faultOf(
  result: TransformResult,
  pieces: readonly Uint8Array[],
  budget: number,
  most: number,
  offset: number,
): Violation | undefined {
  const fault = (rule: ViolationId, detail: string): Violation => ({ rule, offset, detail });
  if (result.kind === 'illegal') return fault('extension-data-invalid', result.detail);
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (result.kind === 'bytes' && length <= budget) return undefined;
  return fault('message-too-long', `Message is longer than ${most} bytes`);
}

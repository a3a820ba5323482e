/**
 * Decompresses messages (RFC 7692 §7.2.2).
 *
 * @module
 */
import type { DecoderResult, MessageDecoder, MessageHead } from 'sansocket/extensions';
import { Inflater, type InflateWorkspace } from './inflate/index.ts';
import type { Direction } from './negotiation.ts';

/** Set on the first frame of a compressed message (§6), as in byte 0. */
export const RSV1 = 0b0100_0000;

/** The decoder of one connection. Its window exists from the first compressed message on. */
export class DeflateDecoder implements MessageDecoder {
  readonly #direction: Direction;
  readonly #workspace: InflateWorkspace;
  #inflater: Inflater | undefined;

  constructor(direction: Direction, workspace: InflateWorkspace) {
    this.#direction = direction;
    this.#workspace = workspace;
  }

  begin({ reservedBits }: MessageHead): boolean {
    if ((reservedBits & RSV1) === 0) return false;
    this.#inflater ??= new Inflater({ ...this.#direction, workspace: this.#workspace });
    this.#inflater.begin();
    return true;
  }

  push(bytes: Uint8Array, fin: boolean, budget: number): DecoderResult {
    return this.#inflater!.push(bytes, fin, budget);
  }

  /** Lets the window go. */
  close(): void {
    this.#inflater = undefined;
  }
}

/**
 * Masking keys from pooled entropy (RFC 6455 §5.3, §10.3).
 *
 * "The masking key needs to be unpredictable; thus, the masking key MUST be derived from a strong
 * source of entropy." Such a source costs a hundred times as much per call as per byte, so keys are
 * taken from blocks. The blocks start small and double: a connection that sends little keeps little.
 *
 * @module
 */

import { engineRandom } from '../bytes/index.ts';
import { StateError } from '../violations/index.ts';

/**
 * Fills the whole array with unpredictable bytes. It is called with arrays of up to 16384 bytes.
 */
export type FillRandom = (bytes: Uint8Array) => void;

const FIRST_BLOCK = 64;
const LARGEST_BLOCK = 16_384;

/**
 * The engine's `crypto.getRandomValues`.
 *
 * @throws StateError if the engine does not have it: pass `fillRandom` there.
 */
export const defaultFillRandom: FillRandom = (bytes) => {
  const fill = engineRandom();
  if (fill === undefined) {
    throw new StateError('The engine has no crypto: pass fillRandom');
  }
  fill(bytes);
};

/** Makes masking keys; each byte of entropy is used once. */
export class MaskingKeys {
  readonly #fillRandom: FillRandom;
  #block: Uint8Array | undefined;
  #used = 0;

  /** @param fillRandom - The source of entropy. Default: the engine's `crypto.getRandomValues`. */
  constructor(fillRandom: FillRandom = defaultFillRandom) {
    this.#fillRandom = fillRandom;
  }

  /** @returns The next key, as a word. Throws what the source of entropy throws. */
  next(): number {
    let block = this.#block;
    if (block === undefined || this.#used === block.length) block = this.#refill(block);
    const at = this.#used;
    this.#used = at + 4;
    return block[at]! | (block[at + 1]! << 8) | (block[at + 2]! << 16) | (block[at + 3]! << 24);
  }

  #refill(block: Uint8Array | undefined): Uint8Array {
    const size = Math.min(2 * (block?.length ?? FIRST_BLOCK / 2), LARGEST_BLOCK);
    const fresh = block?.length === size ? block : new Uint8Array(size);
    this.#fillRandom(fresh);
    this.#block = fresh;
    this.#used = 0;
    return fresh;
  }
}

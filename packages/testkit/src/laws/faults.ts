/**
 * Connections of core that share all that can be shared, with faults planted in the shared things: the memory, the
 * entropy and each capability.
 *
 * @module
 */

import { type Capabilities, SharedMemory } from 'sansocket';
import { decodeStrictUtf8, encodeUtf8Into } from 'sansocket/bytes';
import type { FillRandom } from 'sansocket/masking';
import { maskInPlace } from 'sansocket/masking';
import { SAMPLE_ACCEPT, sampleRandom } from './sansocket-opening.ts';

/** The error that a fault throws. */
export class PlantedError extends RangeError {}

/** Makes one call of a wrapped function throw. */
export class Faults {
  #left = 0;
  #isHit = false;

  /** Whether the fault has been met since it was planted. */
  get isHit(): boolean {
    return this.#isHit;
  }

  /** Makes the `nth` call from here on throw, once; 0: none. */
  plant(nth: number): void {
    this.#left = nth;
    this.#isHit = false;
  }

  /** Call this where a fault may be planted. */
  pass(): void {
    if (this.#left === 0 || --this.#left > 0) return;
    this.#isHit = true;
    throw new PlantedError('A planted fault');
  }
}

/** Memory that counts the bytes it has lent. */
export class FaultyMemory extends SharedMemory {
  readonly #faults: Faults;
  #inUse = 0;

  constructor(faults: Faults) {
    super();
    this.#faults = faults;
  }

  override take(bytes: number): Uint8Array {
    this.#faults.pass();
    const slab = super.take(bytes);
    this.#inUse += slab.length;
    return slab;
  }

  override give(slab: Uint8Array): void {
    this.#inUse -= slab.length;
    super.give(slab);
  }

  /** Bytes of all arrays that were taken and not given back. */
  get inUse(): number {
    return this.#inUse;
  }
}

/**
 * The things that connections share, with faults planted in them.
 *
 * @param fillRandom - For masking keys. Default: all keys are the same, since a drawn key never comes back.
 */
export function faultyOptions(
  faults: Faults,
  fillRandom: FillRandom = sameKeys,
): {
  readonly memory: FaultyMemory;
  readonly fillRandom: FillRandom;
  readonly capabilities: Capabilities;
} {
  const nonce = sampleRandom();
  return {
    memory: new FaultyMemory(faults),
    fillRandom: (bytes) => {
      faults.pass();
      if (bytes.length === 16) nonce(bytes);
      else fillRandom(bytes);
    },
    capabilities: {
      mask: (bytes, start, end, word) => {
        faults.pass();
        maskInPlace(bytes, start, end, word, 0);
      },
      encodeText: (text, target, position) => {
        faults.pass();
        return encodeUtf8Into(text, target, position);
      },
      decodeText: (bytes, start, end) => {
        faults.pass();
        return decodeStrictUtf8(bytes, start, end);
      },
      allocate: (bytes) => {
        faults.pass();
        return new Uint8Array(bytes);
      },
      sha1: () => {
        faults.pass();
        return SAMPLE_ACCEPT;
      },
    },
  };
}

function sameKeys(bytes: Uint8Array): void {
  for (let i = 0; i < bytes.length; i++) bytes[i] = KEY[i % 4]!;
}

const KEY = [0x37, 0xfa, 0x21, 0x3d] as const;

/**
 * The client's side of the challenge (hybi-00 §4.1, steps 42 to 45): checks the answer after the head byte by
 * byte.
 *
 * @module
 */

import type { Established, Opening, OpeningStep } from 'sansocket/connection';
import { brokenEvent } from './broken.ts';

/** Waits for the 16 bytes that only a server that has read the request can send. */
export class ClientTrailer implements Opening {
  readonly wantsInput = true;
  readonly #established: Established;
  readonly #expected: Uint8Array;
  #matched = 0;

  constructor(established: Established, expected: Uint8Array) {
    this.#established = established;
    this.#expected = expected;
  }

  receive(chunk: Uint8Array): OpeningStep | undefined {
    const length = Math.min(chunk.length, this.#expected.length - this.#matched);
    for (let i = 0; i < length; i++) {
      if (chunk[i] !== this.#expected[this.#matched]) return this.#wrong();
      this.#matched++;
    }
    if (this.#matched < this.#expected.length) return undefined;
    const offset = this.#established.offset + this.#matched;
    return { ...this.#established, offset, rest: chunk.subarray(length) };
  }

  overflow(): undefined {
    return undefined;
  }

  end(): undefined {
    return undefined;
  }

  giveUp(): undefined {
    return undefined;
  }

  #wrong(): OpeningStep {
    const offset = this.#established.offset + this.#matched;
    const detail = `Byte ${this.#matched} of the answer to the challenge is wrong`;
    const event = brokenEvent('challenge-answer-wrong', offset, detail);
    return { kind: 'over', endedBy: 'violation', event };
  }
}

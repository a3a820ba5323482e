/**
 * The server's side of the challenge (hybi-00 §5.2): the head of the answer is out, and the last key comes.
 *
 * The head does not wait for it, since intermediaries pass on what is behind a head only once they have seen
 * the answer.
 *
 * @module
 */

import { ByteQueue } from '../bytes/index.ts';
import type { Established, Opening, OpeningStep } from '../connection/index.ts';
import { KEY3_LENGTH } from './challenge.ts';

/** Waits for the 8 bytes behind the head that no field announces. */
export class ServerTrailer implements Opening {
  readonly wantsInput = true;
  readonly #established: Established;
  readonly #answer: (key3: Uint8Array) => Uint8Array;
  readonly #bytes = new ByteQueue();

  /** @param answer - Makes what is sent once they are there. */
  constructor(established: Established, answer: (key3: Uint8Array) => Uint8Array) {
    this.#established = established;
    this.#answer = answer;
  }

  receive(chunk: Uint8Array): OpeningStep | undefined {
    const missing = KEY3_LENGTH - this.#bytes.length;
    this.#bytes.append(chunk, 0, Math.min(missing, chunk.length));
    if (chunk.length < missing) return undefined;
    return {
      ...this.#established,
      bytes: this.#answer(this.#bytes.take()),
      offset: this.#established.offset + KEY3_LENGTH,
      rest: chunk.subarray(missing),
    };
  }

  overflow(): undefined {
    return undefined;
  }

  end(): undefined {
    return undefined;
  }

  /** The head is out: no other answer can follow. */
  giveUp(): undefined {
    return undefined;
  }
}

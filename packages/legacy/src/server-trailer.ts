/**
 * The server's side of the challenge (hybi-00 §5.2): reads the last key after the head of the answer was sent.
 *
 * The head is sent before the key arrives, since intermediaries pass on the bytes after the head of a request
 * only after they have received the head of the answer.
 *
 * @module
 */

import { ByteQueue } from 'sansocket/bytes';
import type { Established, Opening, OpeningStep } from 'sansocket/connection';
import { KEY3_LENGTH } from './challenge.ts';

/** Waits for the 8 bytes after the head, which no field announces. */
export class ServerTrailer implements Opening {
  readonly wantsInput = true;
  readonly #established: Established;
  readonly #answer: (key3: Uint8Array) => Uint8Array;
  readonly #bytes = new ByteQueue();

  /** @param answer - Makes the bytes to send from these 8 bytes. */
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

  /** The head has been sent, so no other answer can follow. */
  giveUp(): undefined {
    return undefined;
  }
}

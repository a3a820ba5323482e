/**
 * The inputs that a pipe reported while its socket rests, in order: the connection receives them in portions.
 *
 * Bytes give the same events however they are divided. So a message that expands to a thousand times its length need
 * not be decoded in one go.
 *
 * @module
 */

import { copyBytes } from '../bytes/index.ts';

/** The most bytes that a connection receives at once. */
export const MAX_PORTION = 1_048_576;

/** The first portion of compressed input, in bytes: it can expand to about 4 MiB. */
export const FIRST_PORTION = 4096;

/** The portion of compressed input after a socket had to rest, in bytes: it can expand to about 256 KiB. */
const MIN_PORTION = 256;

/** Reports an end of the stream to the connection. */
type End = () => void;

/** The inputs that wait; the object stays for the next time. */
export class Backlog {
  readonly #inputs: (Uint8Array | End)[] = [];
  /** Whether inputs of the pipe are to be added. */
  isOpen = false;
  /** The most bytes that `take` returns. */
  portion: number;
  /** `resumed`: it was open, and the socket is read again; `rung`: since then the timer has fired. */
  since: 'nothing' | 'resumed' | 'rung' = 'nothing';

  constructor(portion: number) {
    this.portion = portion;
  }

  /** @param input - Bytes are copied, since the caller may reuse their array. */
  add(input: Uint8Array | End): void {
    this.#inputs.push(typeof input === 'function' ? input : copyBytes(input));
  }

  /** Removes the next input. @returns At most a portion of bytes, or an end; `undefined` when nothing waits. */
  take(): Uint8Array | End | undefined {
    const inputs = this.#inputs;
    const [first] = inputs;
    if (first === undefined || typeof first === 'function' || first.length <= this.portion) {
      return inputs.shift();
    }
    inputs[0] = first.subarray(this.portion);
    return first.subarray(0, this.portion);
  }

  /** Makes portions smaller, after a portion took too long. */
  shrink(): void {
    this.portion = MIN_PORTION;
  }

  /** Makes portions larger, after a portion was fast enough. */
  grow(): void {
    this.portion = Math.min(2 * this.portion, MAX_PORTION);
  }
}

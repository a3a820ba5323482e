/**
 * What a pipe has told while its socket rests, in order: it goes to the connection in portions.
 *
 * Cut in any way, bytes give the same events. So a message that becomes a thousand times as long as it came need not
 * be worked on in one go.
 *
 * @module
 */

import { copyBytes } from '../bytes/index.ts';

/** The most that a connection is given at once, in bytes. */
export const MAX_PORTION = 1_048_576;

/** As much of compressed input, in bytes, at first: about 4 MiB can come of it. */
export const FIRST_PORTION = 4096;

/** As much of it once there was too much, in bytes: about 256 KiB can come of it. */
const MIN_PORTION = 256;

/** Gives the connection an end of its stream. */
type End = () => void;

/** There once something has had to wait; it stays for the next time. */
export class Backlog {
  readonly #inputs: (Uint8Array | End)[] = [];
  /** What the pipe tells is to be added. */
  isOpen = false;
  /** In bytes. */
  portion: number;
  /** `resumed`: it was open, and the socket is read again; `rung`: since then somebody has come to wake it. */
  since: 'nothing' | 'resumed' | 'rung' = 'nothing';

  constructor(portion: number) {
    this.portion = portion;
  }

  /** @param input - Bytes are copied: their array may be used again. */
  add(input: Uint8Array | End): void {
    this.#inputs.push(typeof input === 'function' ? input : copyBytes(input));
  }

  /** @returns What comes next, at most a portion; `undefined` when there is nothing. */
  take(): Uint8Array | End | undefined {
    const inputs = this.#inputs;
    const [first] = inputs;
    if (first === undefined || typeof first === 'function' || first.length <= this.portion) {
      return inputs.shift();
    }
    inputs[0] = first.subarray(this.portion);
    return first.subarray(0, this.portion);
  }

  /** There was too much: from here on less at once. */
  shrink(): void {
    this.portion = MIN_PORTION;
  }

  /** There was not too much: from here on more at once. */
  grow(): void {
    this.portion = Math.min(2 * this.portion, MAX_PORTION);
  }
}

/**
 * Counts the payload bytes that have not been sent: `bufferedAmount` of WHATWG WebSockets §3.1, which counts no
 * headers, while a connection counts the bytes of its output.
 *
 * @module
 */

import { Queue } from './queue.ts';

interface Sent {
  readonly payload: number;
  /** With its headers, compressed if an extension compresses. */
  readonly output: number;
}

/** The messages of one connection that may not have been sent. */
export class PayloadMeter {
  /** The messages of which something may not have been sent, oldest first. */
  readonly #messages = new Queue<Sent>();
  /** The sums of `messages`. */
  #payload = 0;
  #output = 0;

  /**
   * Counts a message, and forgets those that have been sent, so that it holds no more than the connection does.
   *
   * @param payload - Bytes; of a text, in UTF-8.
   * @param output - The bytes of output that it has become.
   * @param unsent - Bytes of output with those of this message.
   */
  add(payload: number, output: number, unsent: number): void {
    this.#messages.add({ payload, output });
    this.#payload += payload;
    this.#output += output;
    this.unsent(unsent);
  }

  /**
   * The payload bytes that have not been sent.
   *
   * @param unsent - Bytes of output: messages are sent in order, so that they are the last ones.
   */
  unsent(unsent: number): number {
    for (let oldest; (oldest = this.#messages.first) !== undefined; ) {
      const left = unsent - (this.#output - oldest.output);
      if (left > 0) {
        // Its header goes first, and compressed it has fewer bytes.
        const ofOldest = left < oldest.output ? Math.min(left, oldest.payload) : oldest.payload;
        return this.#payload - oldest.payload + ofOldest;
      }
      this.#output -= oldest.output;
      this.#payload -= oldest.payload;
      this.#messages.removeFirst();
    }
    return 0;
  }
}

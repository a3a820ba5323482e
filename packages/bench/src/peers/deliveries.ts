/**
 * Counts the messages that a library delivers, at once or later.
 *
 * @module
 */

import { assertDelivered } from './peer.ts';

/** Characters and bytes of messages and control frames. */
export class Deliveries {
  #length = 0;
  #expected = 0;
  #done: (() => void) | undefined;

  /** To be called with each delivery. */
  add(data: { readonly length: number }): void {
    this.#length += data.length;
    if (this.#length >= this.#expected) this.#done?.();
  }

  /**
   * Runs work that delivers.
   *
   * @param expected - How much in all.
   * @returns Nothing when all has come at once.
   * @throws Error when more has come.
   */
  expect(expected: number, work: () => void): void | Promise<void> {
    this.#length = 0;
    this.#expected = expected;
    work();
    if (this.#length >= expected) return assertDelivered(this.#length, expected);
    return new Promise<void>((resolve) => {
      this.#done = () => {
        this.#done = undefined;
        resolve();
      };
    }).then(() => assertDelivered(this.#length, expected));
  }
}

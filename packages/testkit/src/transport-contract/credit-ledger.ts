/**
 * What a connection has handed over to be written, and what it was told has left.
 *
 * @module
 */

import type { Connection } from 'sansocket';

/** Looks at one connection from here on. */
export class CreditLedger {
  /** In bytes, since the beginning. */
  handed = 0;
  left = 0;
  /** By how many bytes more have left than were handed over, at worst. */
  excess = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(connection: Connection) {
    const nextOutput = connection.nextOutput.bind(connection);
    connection.nextOutput = () => {
      const output = nextOutput();
      if (output?.type === 'write') this.handed += output.bytes.length;
      return output;
    };
    const outputSent = connection.outputSent.bind(connection);
    connection.outputSent = (bytes, now) => {
      this.left += bytes;
      this.excess = Math.max(this.excess, this.left - this.handed);
      for (const resolve of this.#waiting.splice(0)) resolve();
      return outputSent(bytes, now);
    };
  }

  /** Resolves once so many bytes have left. */
  async untilLeft(bytes: number): Promise<void> {
    while (this.left < bytes) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

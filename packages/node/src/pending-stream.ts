/**
 * A server's stream without a connection yet: it is in its TLS handshake, or its request waits for earlier responses.
 *
 * @module
 */

import type { Duplex } from 'node:stream';
import { schedule } from './open-socket.ts';

/** An error of the stream does not crash the process, and a deadline ends the stream. */
export class PendingStream {
  /** When the stream came. */
  readonly since: number = schedule.now();
  // For the schedule
  wakesAt = 0;
  place = -1;
  readonly #stream: Duplex;
  readonly #deadline: number;
  readonly #gone: (() => void) | undefined;
  readonly #late: () => void;

  /**
   * @param ms - How long it may stay pending.
   * @param gone - Called when the stream is closed, or `release` is called.
   * @param late - Called at the deadline. Default: destroys the stream.
   */
  constructor(
    stream: Duplex,
    ms: number,
    gone?: () => void,
    late: () => void = () => stream.destroy(),
  ) {
    this.#stream = stream;
    this.#deadline = this.since + ms;
    this.#gone = gone;
    this.#late = late;
    // One listener for all times that this stream is pending; it stays, since an error may come at any later time.
    stream.off('error', ignore).on('error', ignore);
    stream.on('close', this.release);
    if (ms < Infinity) schedule.wakeAt(this, this.#deadline);
  }

  /** The wait has ended. */
  readonly release = (): void => {
    this.#stream.off('close', this.release);
    schedule.wakeAt(this, undefined);
    this.#gone?.();
  };

  wake(): void {
    if (schedule.now() < this.#deadline) schedule.wakeAt(this, this.#deadline);
    else this.#late();
  }
}

function ignore(): void {
  // The `close` event reports the error.
}

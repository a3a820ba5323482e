/**
 * The end of a connection (RFC 6455 §7.1.4 to §7.1.6): the content of the `close` event.
 *
 * @module
 */

import { CloseCode } from '../framing/index.ts';
import type { CloseEvent, CloseReceivedEvent, EndedBy } from './events.ts';

/** Keeps what the `close` event will report. */
export class Ending {
  /** The peer's Close frame. */
  received: CloseReceivedEvent | undefined;
  /** Position in the output at which our Close frame ends; `Infinity` until it is queued. */
  closeEnd: number = Infinity;
  /** The time at which the end began, in milliseconds. */
  readonly since: number;
  readonly #by: EndedBy;
  readonly #thrown: unknown;

  /**
   * @param by - The first cause; later causes do not count.
   * @param thrown - The value that was thrown, if that is the cause.
   */
  constructor(by: EndedBy, now: number, thrown?: unknown) {
    this.#by = by;
    this.since = now;
    this.#thrown = thrown;
  }

  /**
   * The last event.
   *
   * @param then - The cause that the transport gave, or the error of an extension that was closed.
   * @param isCloseSent - Whether our Close frame was sent, not only queued: a peer that has stopped reading does not
   *   see it.
   */
  event(then: unknown, isCloseSent: boolean): CloseEvent {
    const { code, reason } = this.received ?? { code: CloseCode.abnormalClosure, reason: '' };
    const wasClean = this.received !== undefined && isCloseSent;
    const cause = this.#thrown ?? then;
    const close = { type: 'close', code, reason, wasClean, endedBy: this.#by } as const;
    return cause === undefined ? close : { ...close, cause };
  }
}

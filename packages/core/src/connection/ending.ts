/**
 * How a connection comes to its end (RFC 6455 §7.1.4 to §7.1.6): what the `close` event says of it.
 *
 * @module
 */

import { CloseCode } from '../framing/index.ts';
import type { CloseEvent, CloseReceivedEvent, EndedBy } from './events.ts';

export class Ending {
  /** The peer's Close frame. */
  received: CloseReceivedEvent | undefined;
  /** Where ours ends in the output; `Infinity` until it is queued. */
  closeEnd: number = Infinity;
  /** When it began, in milliseconds. */
  readonly since: number;
  readonly #by: EndedBy;
  readonly #thrown: unknown;

  /**
   * @param by - The first cause: it is the one that counts.
   * @param thrown - What was thrown, where that is the cause.
   */
  constructor(by: EndedBy, now: number, thrown?: unknown) {
    this.#by = by;
    this.since = now;
    this.#thrown = thrown;
  }

  /**
   * The last event.
   *
   * @param then - What the transport, or an extension that was closed, had to say.
   * @param isCloseSent - Whether ours has left. Queued is not sent: a peer that has stopped reading does not see it.
   */
  event(then: unknown, isCloseSent: boolean): CloseEvent {
    const { code, reason } = this.received ?? { code: CloseCode.abnormalClosure, reason: '' };
    const wasClean = this.received !== undefined && isCloseSent;
    const cause = this.#thrown ?? then;
    const close = { type: 'close', code, reason, wasClean, endedBy: this.#by } as const;
    return cause === undefined ? close : { ...close, cause };
  }
}

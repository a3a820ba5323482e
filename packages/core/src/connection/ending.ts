/**
 * How a connection comes to its end (RFC 6455 §7.1.4 to §7.1.6): what the `close` event says of it.
 *
 * @module
 */

import { CloseCode } from '../framing/index.ts';
import type { CloseEvent, CloseReceivedEvent, EndedBy } from './events.ts';

export class Ending {
  /** The peer's Close frame. Once it is there both are exchanged: it is answered at once, unless the transport is gone. */
  received: CloseReceivedEvent | undefined;
  /** Ours could not be sent. */
  isLost = false;
  #by: EndedBy | undefined;

  /** The first cause counts. */
  causedBy(by: EndedBy): EndedBy {
    this.#by ??= by;
    return this.#by;
  }

  /** The last event. */
  event(endedBy: EndedBy, cause: unknown): CloseEvent {
    const { code, reason } = this.received ?? { code: CloseCode.abnormalClosure, reason: '' };
    const wasClean = this.received !== undefined && !this.isLost;
    const close = { type: 'close', code, reason, wasClean, endedBy } as const;
    return cause === undefined ? close : { ...close, cause };
  }
}

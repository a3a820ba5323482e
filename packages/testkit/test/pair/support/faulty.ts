/**
 * Machines with one fault each, made by a factory where a test expects those of core.
 *
 * @module
 */

import { type ConnectionFactory, plainFactory } from '@sansocket/testkit/record';
import { ClientConnection, type ConnectionEvent, ServerConnection } from 'sansocket';

/** The end of the stream is not heard. */
class DeafClient extends ClientConnection {
  override receiveEnd(): void {}
}

/** Timeouts come, and nothing is done. */
class TimelessClient extends ClientConnection {
  override handleTimeout(): void {}
}

/** Whatever happened, all was well. */
class SmilingClient extends ClientConnection {
  override nextEvent(): ConnectionEvent | undefined {
    const event = super.nextEvent();
    return event?.type === 'close' ? { ...event, wasClean: true } : event;
  }
}

/** Messages are lost. */
class ForgetfulServer extends ServerConnection {
  override nextEvent(): ConnectionEvent | undefined {
    const event = super.nextEvent();
    return event?.type === 'message' ? this.nextEvent() : event;
  }
}

/** Asks for a timeout again and again. */
class RestlessServer extends ServerConnection {
  override handleTimeout(now: number): void {
    super.handleTimeout(now);
    this.#at = now + 1_000;
  }

  override nextTimeout(): ReturnType<ServerConnection['nextTimeout']> {
    return { at: this.#at, reason: 'linger' };
  }

  #at = 1_000;
}

/** One factory for each fault. */
export const faulty: Readonly<
  Record<'deaf' | 'timeless' | 'smiling' | 'forgetful' | 'restless', ConnectionFactory>
> = {
  deaf: { ...plainFactory, client: (...args) => new DeafClient(...args) },
  timeless: { ...plainFactory, client: (...args) => new TimelessClient(...args) },
  smiling: { ...plainFactory, client: (...args) => new SmilingClient(...args) },
  forgetful: { ...plainFactory, server: (...args) => new ForgetfulServer(...args) },
  restless: { ...plainFactory, server: (...args) => new RestlessServer(...args) },
};

/**
 * What came from the peer and is not parsed yet, in order: bytes, then the end of the stream.
 *
 * Bytes wait as bytes, in one array however many chunks they came in: a peer that sends faster than the
 * application takes events costs what it sends and nothing more.
 *
 * @module
 */

import { ByteQueue, copyBytes } from '../bytes/index.ts';
import type { Role } from '../framing/index.ts';
import type { ConnectionEvent } from './events.ts';
import type { Recipient } from './frame-receiver.ts';
import { type Established, receiverOf } from './open-frames.ts';
import type { Receiver } from './version-frames.ts';
import { violationEvent } from './violation-event.ts';

/** How the stream of bytes from the peer ended: with FIN, or with the whole transport. */
export interface StreamEnd {
  readonly reset: boolean;
  readonly cause?: unknown;
}

export class Inbox implements Recipient {
  /** There while what comes is to be parsed: first what makes the receiver, then that. */
  #established: Established | undefined;
  #receiver: Receiver | undefined;
  /** Bytes that came before the receiver. */
  #offset = 0;
  /** There once something has had to wait. */
  #waiting: ByteQueue | undefined;
  #streamEnd: StreamEnd | undefined;
  /** What was thrown where bytes of the peer were taken or parsed: nothing can follow. */
  #failure: { readonly error: unknown } | undefined;
  /** What came before that is told. */
  #isBroken = false;

  /** Bytes that were received and not parsed. */
  get unread(): number {
    return (this.#waiting?.length ?? 0) + (this.#receiver?.unread ?? 0);
  }

  /** @returns Whether anything of a data frame has come since the last call. */
  heardData(): boolean {
    return this.#receiver?.heardData() ?? false;
  }

  /** How the stream ended, once it has. */
  get streamEnd(): StreamEnd | undefined {
    return this.#streamEnd;
  }

  /** What led the receiver here, as bytes. */
  history(role: Role, maxFrameBytes: number): { bytes: Uint8Array; offset: number } {
    const nothing = { bytes: new Uint8Array(0), offset: this.#offset };
    return this.#receiver?.history?.(role, maxFrameBytes) ?? nothing;
  }

  /** What comes is parsed from here on, what came behind the opening handshake first. */
  open(established: Established, offset: number, rest: Uint8Array): void {
    this.#established = established;
    this.#offset = offset;
    if (rest.length > 0) this.push(rest);
  }

  /** What comes is discarded from here on. */
  close(): void {
    this.#established = undefined;
    this.#receiver = undefined;
    this.#waiting = undefined;
  }

  /** @param copy - Whether the chunk is used again by whoever has it. Default: false. */
  push(chunk: Uint8Array, copy?: boolean): void {
    if (this.#established === undefined || this.#failure !== undefined) return;
    try {
      if (this.unread > 0) (this.#waiting ??= new ByteQueue()).append(chunk);
      else this.#parse(copy ? copyBytes(chunk) : chunk);
    } catch (error) {
      this.#failure = { error };
    }
  }

  #parse(chunk: Uint8Array): void {
    this.#receiver ??= receiverOf(this.#established!, this.#offset, this);
    this.#receiver.push(chunk);
  }

  /** The stream is over. The first end counts, unless the whole transport goes after the peer's half. */
  end(end: StreamEnd): void {
    if (this.#streamEnd?.reset !== true) this.#streamEnd = end;
  }

  /** @returns The next event; `undefined` when what came has none more. */
  next(): ConnectionEvent | undefined {
    if (this.#established === undefined) return undefined;
    if (!this.#isBroken) {
      try {
        const event = this.#nextParsed();
        if (event !== undefined || this.#failure === undefined) return event;
      } catch (error) {
        this.#failure = { error };
      }
      this.#isBroken = true;
    }
    return this.#fail(String(this.#failure?.error));
  }

  /** What the peer sends makes nothing throw: what there is no memory for, or no string so long, is too long. */
  #fail(error: string): ConnectionEvent {
    const detail = `Message cannot be taken: ${error}`;
    const offset = this.#offset;
    return (
      this.#receiver?.fail?.(detail) ?? violationEvent({ rule: 'message-too-long', offset, detail })
    );
  }

  #nextParsed(): ConnectionEvent | undefined {
    const event = this.#receiver?.next();
    if (event !== undefined) return event;
    if (this.#waiting === undefined) {
      const offset = this.#receiver?.spareAt;
      if (offset !== undefined) this.lose(offset);
      return undefined;
    }
    const waiting = this.#waiting.take();
    this.#waiting = undefined;
    this.#parse(waiting);
    return this.#receiver?.next();
  }

  lose(offset: number): void {
    this.#offset = offset;
    this.#receiver = undefined;
  }
}

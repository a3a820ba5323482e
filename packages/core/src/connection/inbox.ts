/**
 * Input from the peer that is not decoded yet, in order: bytes, then the end of the stream.
 *
 * Bytes are kept as bytes, in one array for any number of chunks: a peer that sends faster than the
 * application reads events costs the memory of the bytes and nothing more.
 *
 * @module
 */

import { ByteQueue, copyBytes } from '../bytes/index.ts';
import type { Role } from '../framing/index.ts';
import type { Codecs } from './codecs.ts';
import type { ConnectionEvent } from './events.ts';
import { Received } from './stats.ts';
import type { Receiver } from './version-frames.ts';
import { violationEvent } from './violation-event.ts';

/** The end of the stream of bytes from the peer: FIN, or a reset of the whole transport. */
export interface StreamEnd {
  readonly reset: boolean;
  readonly cause?: unknown;
}

/** The input of one connection that is not decoded yet. */
export class Inbox {
  /** Set while input is to be decoded. */
  #codecs: Codecs | undefined;
  /** Set from the first byte until the receiver is at rest. */
  #receiver: Receiver | undefined;
  /** While there is no receiver, the position of the next byte among all bytes received. */
  #offset = 0;
  /** Set while chunks wait for the receiver. */
  #waiting: ByteQueue | undefined;
  readonly #counts = new Received();
  /** The end of the stream, once it was received. */
  streamEnd: StreamEnd | undefined;
  /** The error that was thrown while bytes of the peer were copied or decoded: no event follows it. */
  #failure: { readonly error: unknown } | undefined;
  /** Whether the events before the failure have been delivered. */
  #isBroken = false;

  /** Bytes that were received and not decoded. */
  get unread(): number {
    return (this.#waiting?.length ?? 0) + (this.#receiver?.unread ?? 0);
  }

  /** @returns Whether a part of a data frame was received since the last call. */
  receivedData(): boolean {
    return this.#receiver?.receivedData() ?? false;
  }

  /** The frames received so far. */
  get counts(): Received {
    this.#receiver?.report?.(this.#counts);
    return this.#counts;
  }

  /** The state of the receiver, as bytes. */
  history(role: Role, maxFrameBytes: number): { bytes: Uint8Array; offset: number } {
    const nothing = { bytes: new Uint8Array(0), offset: this.#offset };
    return this.#receiver?.history?.(role, maxFrameBytes) ?? nothing;
  }

  /** Decodes all input from here on, first the bytes after the opening handshake. */
  open(codecs: Codecs, offset: number, rest: Uint8Array): void {
    this.#codecs = codecs;
    this.#offset = offset;
    if (rest.length > 0) this.push(rest);
  }

  /** Discards all input from here on. */
  close(): void {
    this.#receiver?.report?.(this.#counts);
    this.#codecs = undefined;
    this.#receiver = undefined;
    this.#waiting = undefined;
  }

  /** @param copy - Whether the caller reuses the chunk. Default: false. */
  push(chunk: Uint8Array, copy?: boolean): void {
    if (this.#codecs === undefined || this.#failure !== undefined) return;
    try {
      const isFirst = this.#receiver === undefined || this.unread === 0;
      if (isFirst) this.#decode(copy ? copyBytes(chunk) : chunk);
      else (this.#waiting ??= new ByteQueue()).append(chunk);
    } catch (error) {
      this.#failure = { error };
    }
  }

  #decode(chunk: Uint8Array): void {
    (this.#receiver ??= this.#codecs!.takeReceiver(this.#offset)).push(chunk);
  }

  /** The stream has ended. The first end counts, except that a reset replaces the end of the peer's half. */
  end(end: StreamEnd): void {
    if (this.streamEnd?.reset !== true) this.streamEnd = end;
  }

  /** @returns The next event; `undefined` when more input is needed. */
  next(): ConnectionEvent | undefined {
    if (this.#codecs === undefined) return undefined;
    if (!this.#isBroken) {
      try {
        const event = this.#receiver?.next() ?? this.#nextOfWaiting();
        if (event !== undefined || this.#failure === undefined) return event;
      } catch (error) {
        this.#failure = { error };
      }
      this.#isBroken = true;
    }
    return this.#fail(String(this.#failure?.error));
  }

  /** Input of the peer makes nothing throw: a message that does not fit into memory or a string is too long. */
  #fail(error: string): ConnectionEvent {
    const detail = `Message cannot be taken: ${error}`;
    const offset = this.#offset;
    return (
      this.#receiver?.fail?.(detail) ?? violationEvent({ rule: 'message-too-long', offset, detail })
    );
  }

  #nextOfWaiting(): ConnectionEvent | undefined {
    if (this.#waiting === undefined) {
      this.#rest();
      return undefined;
    }
    const waiting = this.#waiting.take();
    this.#waiting = undefined;
    this.#decode(waiting);
    return this.#receiver?.next();
  }

  /** Gives back a receiver that is at rest. A receiver that has thrown is kept, since its state is unknown. */
  #rest(): void {
    const receiver = this.#receiver;
    if (receiver === undefined || this.#failure !== undefined) return;
    const offset = receiver.restsAt;
    if (offset === undefined) return;
    receiver.report?.(this.#counts);
    this.#codecs!.giveReceiver(receiver);
    this.#offset = offset;
    this.#receiver = undefined;
  }
}

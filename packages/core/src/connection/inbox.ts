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
import type { Codecs } from './codecs.ts';
import type { ConnectionEvent } from './events.ts';
import type { Receiver } from './version-frames.ts';
import { violationEvent } from './violation-event.ts';

/** How the stream of bytes from the peer ended: with FIN, or with the whole transport. */
export interface StreamEnd {
  readonly reset: boolean;
  readonly cause?: unknown;
}

export class Inbox {
  /** There while what comes is to be parsed. */
  #codecs: Codecs | undefined;
  /** There from the first byte until it is at rest. */
  #receiver: Receiver | undefined;
  /** While it is not, the offset in all that was received of the byte that comes next. */
  #offset = 0;
  /** There once something has had to wait. */
  #waiting: ByteQueue | undefined;
  /** How the stream ended, once it has. */
  streamEnd: StreamEnd | undefined;
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

  /** What led the receiver here, as bytes. */
  history(role: Role, maxFrameBytes: number): { bytes: Uint8Array; offset: number } {
    const nothing = { bytes: new Uint8Array(0), offset: this.#offset };
    return this.#receiver?.history?.(role, maxFrameBytes) ?? nothing;
  }

  /** What comes is parsed from here on, what came behind the opening handshake first. */
  open(codecs: Codecs, offset: number, rest: Uint8Array): void {
    this.#codecs = codecs;
    this.#offset = offset;
    if (rest.length > 0) this.push(rest);
  }

  /** What comes is discarded from here on. */
  close(): void {
    this.#codecs = undefined;
    this.#receiver = undefined;
    this.#waiting = undefined;
  }

  /** @param copy - Whether the chunk is used again by whoever has it. Default: false. */
  push(chunk: Uint8Array, copy?: boolean): void {
    if (this.#codecs === undefined || this.#failure !== undefined) return;
    try {
      const isFirst = this.#receiver === undefined || this.unread === 0;
      if (isFirst) this.#parse(copy ? copyBytes(chunk) : chunk);
      else (this.#waiting ??= new ByteQueue()).append(chunk);
    } catch (error) {
      this.#failure = { error };
    }
  }

  #parse(chunk: Uint8Array): void {
    (this.#receiver ??= this.#codecs!.takeReceiver(this.#offset)).push(chunk);
  }

  /** The stream is over. The first end counts, unless the whole transport goes after the peer's half. */
  end(end: StreamEnd): void {
    if (this.streamEnd?.reset !== true) this.streamEnd = end;
  }

  /** @returns The next event; `undefined` when what came has none more. */
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

  /** What the peer sends makes nothing throw: what there is no memory for, or no string so long, is too long. */
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
    this.#parse(waiting);
    return this.#receiver?.next();
  }

  /** Gives back a receiver that is at rest. One that has thrown stays: nobody knows what it keeps. */
  #rest(): void {
    const receiver = this.#receiver;
    if (receiver === undefined || this.#failure !== undefined) return;
    const offset = receiver.restsAt;
    if (offset === undefined) return;
    this.#codecs!.giveReceiver(receiver);
    this.#offset = offset;
    this.#receiver = undefined;
  }
}

/**
 * What waits for the transport: bytes, then the end of them, or an abort instead.
 *
 * Small frames are written one behind the other into one buffer, so that all output of a turn is one
 * write. A payload that is not copied goes between two such buffers.
 *
 * @module
 */

import { ByteQueue } from '../bytes/index.ts';
import type { Output } from './events.ts';

/** The most bytes that are made room for on a guess. */
const MOST_PREPARED = 65_536;

export class OutputQueue {
  readonly #buffer = new ByteQueue();
  /** Length of the last write: the next one is likely to be about as long. */
  #usual = 0;
  /** Writes that come before what is in the buffer. */
  #writes: Uint8Array[] = [];
  #writesBytes = 0;
  /** Bytes handed to the transport that it has not reported sent. */
  #unreported = 0;
  #end: 'none' | 'wanted' | 'given' = 'none';
  #abort: string | undefined;
  /** The transport takes nothing any more. */
  #gone = false;

  /** Where frames are written to. */
  get buffer(): ByteQueue {
    if (this.#gone) this.#buffer.take();
    else this.#buffer.prepare(this.#usual);
    return this.#buffer;
  }

  /** Bytes that were queued and have not been reported sent. */
  get unsent(): number {
    return this.#gone ? 0 : this.#unreported + this.#writesBytes + this.#buffer.length;
  }

  /** Whether the transport has taken all that is queued. */
  get isTaken(): boolean {
    return this.#writesBytes + this.#buffer.length === 0;
  }

  /** Bytes that were handed out elsewhere are unsent here; what is queued is dropped. */
  resume(unsent: number): void {
    this.#buffer.take();
    this.#unreported = unsent;
  }

  /** Queues bytes as a write of their own, not copied. */
  pass(bytes: Uint8Array): void {
    const before = this.#takeBuffer();
    if (before !== undefined) this.#push(before);
    this.#push(bytes);
  }

  /** Nothing follows what is queued. */
  end(): void {
    if (this.#end === 'none') this.#end = 'wanted';
  }

  /** Drops what is queued: the transport is to be dropped. */
  abort(reason: string): void {
    this.clear();
    this.#abort = reason;
  }

  /** Drops what is queued, and what will be: the transport is gone. */
  clear(): void {
    this.#gone = true;
    this.#buffer.take();
    this.#writes = [];
    this.#writesBytes = 0;
    this.#unreported = 0;
    this.#end = 'given';
  }

  /** The transport has taken `bytes` bytes. */
  sent(bytes: number): void {
    this.#unreported = Math.max(0, this.#unreported - bytes);
  }

  next(): Output | undefined {
    if (this.#abort !== undefined) {
      const reason = this.#abort;
      this.#abort = undefined;
      return { type: 'abort', reason };
    }
    if (this.#gone) return undefined;
    const bytes = this.#nextWrite();
    if (bytes !== undefined) {
      this.#unreported += bytes.length;
      return { type: 'write', bytes };
    }
    if (this.#end !== 'wanted') return undefined;
    this.#end = 'given';
    return { type: 'end' };
  }

  #nextWrite(): Uint8Array | undefined {
    const bytes = this.#writes.shift();
    if (bytes === undefined) return this.#takeBuffer();
    this.#writesBytes -= bytes.length;
    return bytes;
  }

  #takeBuffer(): Uint8Array | undefined {
    const { length } = this.#buffer;
    if (length === 0) return undefined;
    // A quarter more: what is encoded in place asks for more room than it takes.
    this.#usual = Math.min(length + (length >> 2), MOST_PREPARED);
    return this.#buffer.take();
  }

  #push(bytes: Uint8Array): void {
    this.#writes.push(bytes);
    this.#writesBytes += bytes.length;
  }
}

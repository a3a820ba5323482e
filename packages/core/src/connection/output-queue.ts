/**
 * What waits for the transport: bytes, then the end of them, or an abort instead.
 *
 * Small frames are written one behind the other into one array, a slab, so that all output of a turn is
 * one write; a payload that is not copied goes between two views of it. Without shared memory the bytes
 * are the transport's for good, and the next turn begins a slab of its own. With it they are lent: slabs go
 * back once the transport has reported all bytes sent, and are used again, by whatever connection.
 *
 * @module
 */

import { viewOf } from '../bytes/index.ts';
import { wordsOf } from '../masking/index.ts';
import type { Output } from './events.ts';
import type { SharedMemory } from './shared-memory.ts';

/** The most bytes that are made room for on a guess. */
const MOST_PREPARED = 65_536;

const LEAST = 64;

const EMPTY: Uint8Array = /* @__PURE__ */ new Uint8Array(0);

export class OutputQueue {
  readonly #memory: SharedMemory | undefined;
  /** The slab: what is queued in it and not a write yet is `#slab[#start, #end)`. */
  #slab = EMPTY;
  #words: Int32Array | undefined;
  #start = 0;
  #end = 0;
  /** Slabs that are full, and whose bytes are not all reported sent. */
  #full: Uint8Array[] | undefined;
  /** Length of the last write: the next one is likely to be about as long. */
  #usual = 0;
  /** Writes that come before what is in the slab. */
  #writes: Uint8Array[] | undefined;
  #writesTaken = 0;
  #writesBytes = 0;
  /** Bytes handed to the transport that it has not reported sent. */
  #unreported = 0;
  /** Bytes that it has reported sent, in all. */
  #reported = 0;
  #ending: 'none' | 'wanted' | 'given' = 'none';
  #abort: string | undefined;
  /** The transport takes nothing any more. */
  #gone = false;

  /** @param memory - With it, slabs come from there. */
  constructor(memory?: SharedMemory) {
    this.#memory = memory;
  }

  /** The slab, for who has reserved a part of it, until the next call of `reserve`. */
  get bytes(): Uint8Array {
    return this.#slab;
  }

  /** Its words. */
  get words(): Int32Array {
    this.#words ??= wordsOf(this.#slab);
    return this.#words;
  }

  /** Bytes that were queued and have not been reported sent. */
  get unsent(): number {
    return this.#gone ? 0 : this.#unreported + this.#writesBytes + this.#end - this.#start;
  }

  /** Bytes that were reported sent, in all. */
  get reported(): number {
    return this.#reported;
  }

  /** Where in all output the next byte stands: what ends here has left once as much is reported. */
  get position(): number {
    return this.#gone ? Infinity : this.#reported + this.unsent;
  }

  /** Whether the transport has taken all that is queued. */
  get isTaken(): boolean {
    return this.#writesBytes + this.#end - this.#start === 0;
  }

  /** Makes the output longer by `count` bytes, and returns the place in `bytes` to write them to. */
  reserve(count: number): number {
    if (this.#gone) this.#end = this.#start;
    if (this.#end + count > this.#slab.length) this.#makeRoom(count);
    const position = this.#end;
    this.#end = position + count;
    return position;
  }

  /** Takes back what was reserved from `position` on. */
  truncate(position: number): void {
    this.#end = position;
  }

  /** Queues a copy of bytes. */
  append(bytes: Uint8Array): void {
    const position = this.reserve(bytes.length);
    this.#slab.set(bytes, position);
  }

  /**
   * Queues bytes as a write of their own, not copied.
   *
   * @param header - What comes in front of them. Default: nothing.
   */
  pass(bytes: Uint8Array, header?: Uint8Array): void {
    if (this.#end > this.#start) {
      if (header !== undefined) this.append(header);
      this.#endWrite();
    } else if (header !== undefined) {
      if (this.#writes === undefined) {
        // What is alone makes room for no more.
        this.#writes = [header, bytes];
        this.#writesBytes += header.length + bytes.length;
        return;
      }
      this.#push(header);
    }
    this.#push(bytes);
  }

  /** Bytes that were handed out elsewhere are unsent here; what is queued is dropped. */
  resume(sent: number, unsent: number): void {
    this.#end = this.#start;
    this.#reported = sent;
    this.#unreported = unsent;
  }

  /** Nothing follows what is queued. */
  end(): void {
    if (this.#ending === 'none') this.#ending = 'wanted';
  }

  /** Drops what is queued: the transport is to be dropped. */
  abort(reason: string): void {
    this.clear();
    this.#abort = reason;
  }

  /** Drops what is queued, and what will be: the transport is gone. */
  clear(): void {
    this.#gone = true;
    this.#drop();
    this.#writes = undefined;
    this.#writesBytes = 0;
    this.#unreported = 0;
    this.#ending = 'given';
  }

  /** The transport has taken `bytes` bytes. */
  sent(bytes: number): void {
    const sent = Math.min(bytes, this.#unreported);
    this.#unreported -= sent;
    this.#reported += sent;
    if (this.#memory === undefined || this.#slab === EMPTY) return;
    if (this.#unreported > 0 || !this.isTaken) return;
    this.#memory.give(this.#slab);
    for (const slab of this.#full ?? []) this.#memory.give(slab);
    this.#drop();
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
    if (this.#ending !== 'wanted') return undefined;
    this.#ending = 'given';
    return { type: 'end' };
  }

  #nextWrite(): Uint8Array | undefined {
    const bytes = this.#writes?.[this.#writesTaken];
    if (bytes !== undefined) {
      this.#writesTaken++;
      this.#writesBytes -= bytes.length;
      return bytes;
    }
    this.#writes = undefined;
    this.#writesTaken = 0;
    if (this.#end === this.#start) return undefined;
    const last = this.#takeWrite();
    if (this.#memory === undefined) this.#drop();
    return last;
  }

  /** What is queued in the slab as a view. */
  #takeWrite(): Uint8Array {
    const start = this.#start;
    const end = this.#end;
    const length = end - start;
    // A quarter more: what is encoded in place asks for more room than it takes.
    this.#usual = Math.min(length + (length >> 2), MOST_PREPARED);
    this.#start = end;
    return length === this.#slab.length ? this.#slab : viewOf(this.#slab, start, end);
  }

  #endWrite(): void {
    if (this.#end > this.#start) this.#push(this.#takeWrite());
  }

  #push(bytes: Uint8Array): void {
    // An array that grows from nothing makes room for many.
    if (this.#writes === undefined) this.#writes = [bytes];
    else this.#writes.push(bytes);
    this.#writesBytes += bytes.length;
  }

  /** A slab with room for `count` bytes behind what is queued. */
  #makeRoom(count: number): void {
    if (this.#memory !== undefined) {
      this.#endWrite();
      if (this.#slab.length > 0) (this.#full ??= []).push(this.#slab);
      this.#useSlab(this.#memory.take(count));
      return;
    }
    const queued = this.#end - this.#start;
    const wanted = queued + count;
    const slab = new Uint8Array(Math.max(queued === 0 ? this.#usual : 2 * wanted, wanted, LEAST));
    if (queued > 0) slab.set(viewOf(this.#slab, this.#start, this.#end));
    this.#useSlab(slab);
    this.#end = queued;
  }

  #drop(): void {
    this.#useSlab(EMPTY);
    this.#full = undefined;
  }

  #useSlab(slab: Uint8Array): void {
    this.#slab = slab;
    this.#words = undefined;
    this.#start = 0;
    this.#end = 0;
  }
}

/**
 * What waits for the transport: bytes, then the end of them, or an abort instead.
 *
 * It is written as a draft: `begin`, then what is to be queued, then `commit`. All that can throw comes before `commit`,
 * so that a call that throws has queued nothing; what it leaves behind the next `begin` forgets.
 *
 * Small frames are written one behind the other into one array, a slab, so that all output of a turn is
 * one write; a payload that is not copied goes between two views of it. Without shared memory the bytes
 * are the transport's for good, and the next turn begins a slab of its own. With it they are lent: slabs go
 * back once the transport has reported all bytes sent, and are used again, by whatever connection.
 *
 * @module
 */
// biome-ignore-all lint/style/noExcessiveLinesPerFile: a draft and what is queued share every field, and change together or not at all.

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
  /** The slab: what is queued in it and not a write yet is `#slab[#start, #end)`, and the draft goes on up to `#tip`. */
  #slab = EMPTY;
  #words: Int32Array | undefined;
  #start = 0;
  #end = 0;
  #tip = 0;
  /** Slabs that are full, and whose bytes are not all reported sent. */
  #full: Uint8Array[] | undefined;
  /** Length of the last write: the next one is likely to be about as long. */
  #usual = 0;
  /** Writes that come before what is in the slab: first those that are queued, then those of the draft. */
  #writes: Uint8Array[] | undefined;
  #writesTaken = 0;
  #writesQueued = 0;
  /** Bytes of the writes that are queued, and of those that are not. */
  #writesBytes = 0;
  #draftBytes = 0;
  /** The draft is one write: it takes along what is queued in the slab, and a header behind it. */
  #joins = false;
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

  /** The slab, for whoever has reserved a part of it, until the next call of `reserve`. */
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

  /** As `unsent` once the draft is queued, or more. */
  get ahead(): number {
    return this.unsent + this.#draftBytes + this.#tip - this.#end;
  }

  /** A draft begins: what was written and not queued is forgotten. */
  begin(): void {
    this.#tip = this.#end;
    if (this.#draftBytes === 0) return;
    this.#joins = false;
    if (this.#writes !== undefined) this.#writes.length = this.#writesQueued;
    this.#draftBytes = 0;
  }

  /**
   * Queues the draft, by assignments alone: either this is not called, or it is done.
   *
   * @returns As `unsent`.
   */
  commit(): number {
    if (this.#gone) return 0;
    this.#end = this.#tip;
    if (this.#draftBytes > 0) {
      this.#writesBytes += this.#draftBytes;
      this.#draftBytes = 0;
      this.#writesQueued = this.#writes!.length;
      if (this.#joins) this.#start = this.#tip;
      this.#joins = false;
    }
    return this.#unreported + this.#writesBytes + this.#end - this.#start;
  }

  /** Makes the draft longer by `count` bytes, and returns the place in `bytes` to write them to. */
  reserve(count: number): number {
    if (this.#tip + count > this.#slab.length) this.#makeRoom(count);
    const position = this.#tip;
    this.#tip = position + count;
    return position;
  }

  /** Takes back what was reserved from `position` on. */
  truncate(position: number): void {
    this.#tip = position;
  }

  /** Adds a copy of bytes to the draft. */
  append(bytes: Uint8Array): void {
    const position = this.reserve(bytes.length);
    this.#slab.set(bytes, position);
  }

  /** Queues a copy of bytes. */
  add(bytes: Uint8Array): void {
    this.begin();
    this.append(bytes);
    this.commit();
  }

  /**
   * Adds bytes to the draft as a write of their own, not copied.
   *
   * @param header - What comes in front of them. Default: nothing.
   */
  pass(bytes: Uint8Array, header?: Uint8Array): void {
    let first = header;
    if (first !== undefined && this.#end > this.#start && this.#draftBytes === 0) {
      this.append(first);
      first = viewOf(this.#slab, this.#start, this.#tip);
      this.#joins = true;
    } else if (this.#tip > this.#start) this.endWrite();
    this.#draftBytes += bytes.length + (first?.length ?? 0);
    // What is alone makes room for no more.
    if (this.#writes === undefined) this.#writes = first === undefined ? [bytes] : [first, bytes];
    else if (first === undefined) this.#writes.push(bytes);
    else this.#writes.push(first, bytes);
  }

  /** What is in the slab becomes writes: what is queued, and what is not. To be called before a draft of several writes. */
  endWrite(): void {
    const [start, end, tip] = [this.#start, this.#end, this.#tip];
    if (end > start) {
      this.#push(viewOf(this.#slab, start, end));
      this.#writesQueued++;
      this.#writesBytes += end - start;
      this.#start = end;
    }
    if (tip > end) {
      const draft = viewOf(this.#slab, end, tip);
      this.#draftBytes += tip - end;
      this.#push(draft);
      this.#start = tip;
      this.#end = tip;
    }
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
    this.#dropWrites();
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
    const slab = this.#slab;
    const full = this.#full;
    // First they are nobody's: a slab that were given back and kept would be lent twice.
    this.#drop();
    this.#memory.give(slab);
    for (const other of full ?? []) this.#memory.give(other);
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
    if (this.#writesTaken < this.#writesQueued) {
      const bytes = this.#writes![this.#writesTaken]!;
      this.#writesTaken++;
      this.#writesBytes -= bytes.length;
      return bytes;
    }
    if (this.#writes !== undefined) this.#dropWrites();
    const start = this.#start;
    const end = this.#end;
    const length = end - start;
    if (length === 0) return undefined;
    const usual = Math.min(length + (length >> 2), MOST_PREPARED);
    const last = length === this.#slab.length ? this.#slab : viewOf(this.#slab, start, end);
    if (this.#memory === undefined) this.#drop();
    else this.#start = end;
    // A quarter more: what is encoded in place asks for more room than it takes.
    this.#usual = usual;
    return last;
  }

  #push(bytes: Uint8Array): void {
    // An array that grows from nothing makes room for many.
    if (this.#writes === undefined) this.#writes = [bytes];
    else this.#writes.push(bytes);
  }

  /** A slab with room for `count` bytes behind what is written. */
  #makeRoom(count: number): void {
    const last = this.#slab;
    if (this.#memory !== undefined) {
      const slab = this.#memory.take(count);
      this.endWrite();
      this.#useSlab(slab, 0, 0);
      if (last.length > 0) (this.#full ??= []).push(last);
      return;
    }
    const queued = this.#end - this.#start;
    const written = this.#tip - this.#start;
    const wanted = written + count;
    const slab = new Uint8Array(Math.max(written === 0 ? this.#usual : 2 * wanted, wanted, LEAST));
    if (written > 0) slab.set(viewOf(last, this.#start, this.#tip));
    this.#useSlab(slab, queued, written);
  }

  #drop(): void {
    this.#useSlab(EMPTY, 0, 0);
    this.#full = undefined;
  }

  #dropWrites(): void {
    this.#writes = undefined;
    this.#writesTaken = 0;
    this.#writesQueued = 0;
    this.#draftBytes = 0;
    this.#joins = false;
  }

  #useSlab(slab: Uint8Array, end: number, tip: number): void {
    this.#slab = slab;
    this.#words = undefined;
    this.#start = 0;
    this.#end = end;
    this.#tip = tip;
  }
}

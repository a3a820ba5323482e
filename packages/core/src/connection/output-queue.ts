/**
 * The output that waits for the transport: bytes, then the end of the output, or an abort instead.
 *
 * Output is written as a draft: `begin`, then the bytes to queue, then `commit`. All code that can throw runs before
 * `commit`, so a call that throws has queued nothing; the next `begin` drops the rest of its draft.
 *
 * Small frames are written one after the other into one array, a slab, so that all output of a turn is one write; a
 * payload that is not copied goes between two views of the slab. Without shared memory the bytes belong to the
 * transport for good, and the next turn begins a new slab. With shared memory they are lent: slabs are given back once
 * the transport has reported all bytes sent, and any connection may use them again.
 *
 * @module
 */
// biome-ignore-all lint/style/noExcessiveLinesPerFile: a draft and what is queued share every field, and change together or not at all.

import { viewOf } from '../bytes/index.ts';
import { wordsOf } from '../masking/index.ts';
import type { Output } from './events.ts';
import type { SharedMemory } from './shared-memory.ts';

/** The most bytes to reserve by estimate. */
const MOST_PREPARED = 65_536;

const LEAST = 64;

const EMPTY: Uint8Array = /* @__PURE__ */ new Uint8Array(0);

/** The bytes of one connection that the transport has not taken yet. */
export class OutputQueue {
  readonly #memory: SharedMemory | undefined;
  /** The slab: `#slab[#start, #end)` is queued and not in a write yet, and the draft is `#slab[#end, #tip)`. */
  #slab = EMPTY;
  #words: Int32Array | undefined;
  #start = 0;
  #end = 0;
  #tip = 0;
  /** Full slabs with bytes that are not reported sent. */
  #full: Uint8Array[] | undefined;
  /** Estimate of the next write's length, from the length of the last one. */
  #usual = 0;
  /** Writes before the bytes in the slab: first the queued writes, then the writes of the draft. */
  #writes: Uint8Array[] | undefined;
  #writesTaken = 0;
  #writesQueued = 0;
  /** Bytes of the queued writes that are not taken, and bytes of the draft's writes. */
  #writesBytes = 0;
  #draftBytes = 0;
  /** Frames, payload bytes, messages and their bytes: those of the draft, and in all. */
  #draftFrames = 0;
  #draftPayload = 0;
  #draftMessages = 0;
  #draftData = 0;
  frames = 0;
  payloadBytes = 0;
  messages = 0;
  messageBytes = 0;
  /** Whether the first write of the draft begins with the queued bytes of the slab, followed by a header. */
  #joins = false;
  /** Bytes handed to the transport that it has not reported sent. */
  #unreported = 0;
  /** Bytes that the transport has reported sent, in all. */
  #reported = 0;
  #ending: 'none' | 'wanted' | 'given' = 'none';
  #abort: string | undefined;
  /** Whether the transport is reset or aborted: nothing more is sent. */
  #gone = false;

  /** @param memory - The source of slabs. Default: slabs of its own. */
  constructor(memory?: SharedMemory) {
    this.#memory = memory;
  }

  /** The slab, for writing to a reserved part of it, until the next call of `reserve`. */
  get bytes(): Uint8Array {
    return this.#slab;
  }

  /** The slab as 32-bit words. */
  get words(): Int32Array {
    this.#words ??= wordsOf(this.#slab);
    return this.#words;
  }

  /** Bytes that were queued and are not reported sent. */
  get unsent(): number {
    return this.#gone ? 0 : this.#unreported + this.#writesBytes + this.#end - this.#start;
  }

  /** Bytes that were reported sent, in all. */
  get reported(): number {
    return this.#reported;
  }

  /** Position of the next byte in all output: output that ends here was sent once as many bytes are reported. */
  get position(): number {
    return this.#gone ? Infinity : this.#reported + this.unsent;
  }

  /** Whether the transport has taken all queued bytes. */
  get isTaken(): boolean {
    return this.#writesBytes + this.#end - this.#start === 0;
  }

  /** The unsent bytes once the draft is queued, or more. */
  get ahead(): number {
    return this.unsent + this.#draftBytes + this.#tip - this.#end;
  }

  /** The bytes of the draft, in pieces. */
  get draft(): Uint8Array[] {
    const pieces = this.#writes?.slice(this.#writesQueued) ?? [];
    const [first] = pieces;
    if (this.#joins && first !== undefined) pieces[0] = first.subarray(this.#end - this.#start);
    else if (this.#tip > this.#end) pieces.push(viewOf(this.#slab, this.#end, this.#tip));
    return pieces;
  }

  /** Begins a draft: drops bytes that were written and not queued. */
  begin(): void {
    this.#tip = this.#end;
    this.#draftFrames = 0;
    this.#draftPayload = 0;
    this.#draftMessages = 0;
    this.#draftData = 0;
    if (this.#draftBytes === 0) return;
    this.#joins = false;
    if (this.#writes !== undefined) this.#writes.length = this.#writesQueued;
    this.#draftBytes = 0;
  }

  /**
   * Queues the draft, by assignments alone, which cannot fail midway.
   *
   * @returns The number of unsent bytes.
   */
  commit(): number {
    if (this.#gone) return 0;
    this.#end = this.#tip;
    this.frames += this.#draftFrames;
    this.payloadBytes += this.#draftPayload;
    this.messages += this.#draftMessages;
    this.messageBytes += this.#draftData;
    if (this.#draftBytes > 0) {
      this.#writesBytes += this.#draftBytes;
      this.#draftBytes = 0;
      this.#writesQueued = this.#writes!.length;
      if (this.#joins) this.#start = this.#tip;
      this.#joins = false;
    }
    return this.#unreported + this.#writesBytes + this.#end - this.#start;
  }

  /** Counts a frame of the draft. @param payloadBytes - 0 for a control frame. */
  countFrame(payloadBytes: number): void {
    this.#draftFrames++;
    this.#draftPayload += payloadBytes;
  }

  /** Counts the bytes of a message in the draft, or of its next part. */
  countData(bytes: number, fin: boolean): void {
    this.#draftData += bytes;
    if (fin) this.#draftMessages++;
  }

  /** Makes the draft longer by `count` bytes. @returns The index in `bytes` to write them to. */
  reserve(count: number): number {
    if (this.#tip + count > this.#slab.length) this.#makeRoom(count);
    const position = this.#tip;
    this.#tip = position + count;
    return position;
  }

  /** Cancels the reservation from `position` on. */
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
   * @param header - Bytes before them. Default: none.
   */
  pass(bytes: Uint8Array, header?: Uint8Array): void {
    let first = header;
    if (first !== undefined && this.#end > this.#start && this.#draftBytes === 0) {
      this.append(first);
      first = viewOf(this.#slab, this.#start, this.#tip);
      this.#joins = true;
    } else if (this.#tip > this.#start) this.endWrite();
    this.#draftBytes += bytes.length + (first?.length ?? 0);
    // A single write reserves no room for more.
    if (this.#writes === undefined) this.#writes = first === undefined ? [bytes] : [first, bytes];
    else if (first === undefined) this.#writes.push(bytes);
    else this.#writes.push(first, bytes);
  }

  /** Makes writes of the slab's queued bytes and of its draft. To be called before a draft of several writes. */
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

  /** Continues from a snapshot, with bytes written before it that are still unsent. Queued bytes are dropped. */
  resume(sent: number, unsent: number): void {
    this.#end = this.#start;
    this.#reported = sent;
    this.#unreported = unsent;
  }

  /** Ends the output after the queued bytes. */
  end(): void {
    if (this.#ending === 'none') this.#ending = 'wanted';
  }

  /** Drops queued output, and lets the transport be dropped. */
  abort(reason: string): void {
    this.clear();
    this.#abort = reason;
  }

  /** Drops all output, now and later: the transport is gone. */
  clear(): void {
    this.#gone = true;
    this.#drop();
    this.#dropWrites();
    this.#writesBytes = 0;
    this.#unreported = 0;
    this.#ending = 'given';
  }

  /** The transport has sent `bytes` bytes. */
  sent(bytes: number): void {
    const sent = Math.min(bytes, this.#unreported);
    this.#unreported -= sent;
    this.#reported += sent;
    if (this.#memory === undefined || this.#slab === EMPTY) return;
    if (this.#unreported > 0 || !this.isTaken) return;
    const slab = this.#slab;
    const full = this.#full;
    // Drop the slabs before giving them back: a slab that is given back and kept would be lent twice.
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
    // A quarter more: text that is encoded in place reserves more room than it uses.
    this.#usual = usual;
    return last;
  }

  #push(bytes: Uint8Array): void {
    // An engine reserves room for many items when an empty array grows.
    if (this.#writes === undefined) this.#writes = [bytes];
    else this.#writes.push(bytes);
  }

  /** Makes a slab with room for `count` bytes after the written bytes. */
  #makeRoom(count: number): void {
    const last = this.#slab;
    if (this.#memory !== undefined) {
      const slab = this.#memory.take(count);
      this.endWrite();
      this.#useSlab(slab, 0, 0);
      if (last !== EMPTY) (this.#full ??= []).push(last);
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

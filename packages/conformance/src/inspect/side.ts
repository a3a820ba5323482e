/**
 * One direction of a connection: its bytes so far, cut into frames, each judged by the rules that its receiver has (RFC
 * 6455 §5 to §8, RFC 7692). It goes on after a fault as long as the end of a frame is known.
 *
 * @module
 */

import { annotateFrame, type FrameHeader } from '@sansocket/annotate';
import {
  closeBodyFault,
  type FrameRule,
  type ModelDeflate,
  readHeader,
} from '@sansocket/testkit/model';
import { concat } from '@sansocket/testkit/wire';
import { otherEnd, type Segment, type Way } from './capture.ts';
import { Inflation } from './inflation.ts';
import type { Breach, Frame, Message, MessagePlace, Placed } from './items.ts';

/** A frame whose message is complete or goes on. */
interface Progress {
  readonly place: MessagePlace;
  readonly payloads: readonly Uint8Array[];
}

/** One direction. */
export class Side {
  readonly way: Way;
  readonly #numberMessage: () => number;
  #segments: Segment[] = [];
  /** Position of the first byte of `#segments`. */
  #offset = 0;
  /** Bytes in `#segments`. */
  #length = 0;
  #progress: Progress | undefined;
  readonly #inflation = new Inflation();
  #isClosed = false;
  #lastKey: string | undefined;
  #lastPing: number | undefined;
  /** Bytes that the frame at hand needs at least. */
  #needed = 2;

  constructor(way: Way, numberMessage: () => number) {
    this.way = way;
    this.#numberMessage = numberMessage;
  }

  give(segment: Segment): void {
    if (segment.bytes.length === 0) return;
    this.#segments.push(segment);
    this.#length += segment.bytes.length;
  }

  /** All bytes that were not taken, joined. */
  rest(): Uint8Array {
    if (this.#segments.length === 1) return this.#segments[0]!.bytes;
    return concat(...this.#segments.map(({ bytes }) => bytes));
  }

  /** Whether a whole frame is there. */
  hasFrame(): boolean {
    if (this.#length < this.#needed) return false;
    const start = concat(...this.#firstBytes(14));
    const { header } = annotateFrame(start, 0);
    const { payloadStart, length } = header!;
    this.#needed = Math.max(2, payloadStart + (start.length < payloadStart ? 0 : length));
    return start.length >= payloadStart && this.#length >= this.#needed;
  }

  #firstBytes(count: number): readonly Uint8Array[] {
    const pieces: Uint8Array[] = [];
    let wanted = count;
    for (const { bytes } of this.#segments) {
      if (wanted <= 0) break;
      pieces.push(bytes.subarray(0, wanted));
      wanted -= bytes.length;
    }
    return pieces;
  }

  /** Takes everything. */
  takeAll(): Placed {
    return this.take(this.#length);
  }

  /** Takes bytes from the front, with the cuts among them. */
  take(count: number): Placed & { readonly cuts: readonly number[] } {
    const taken: Uint8Array[] = [];
    const cuts: number[] = [];
    const offset = this.#offset;
    let [had, last] = [0, this.#segments[0]!];
    while (had < count) {
      last = this.#segments[0]!;
      if (had > 0) cuts.push(had);
      const piece = last.bytes.subarray(0, count - had);
      taken.push(piece);
      had += piece.length;
      if (piece.length === last.bytes.length) this.#segments.shift();
      else this.#segments[0] = { ...last, bytes: last.bytes.subarray(piece.length) };
    }
    this.#offset += count;
    this.#length -= count;
    this.#needed = 2;
    const bytes = taken.length === 1 ? taken[0]! : concat(...taken);
    return { way: this.way, at: last.at, packet: last.packet, offset, bytes, cuts };
  }

  /** Takes the frame at the front, complete or not. */
  takeFrame(number: number, deflate: ModelDeflate | undefined): Frame {
    const known = annotateFrame(concat(...this.#firstBytes(14)), 0).header!;
    const placed = this.take(Math.min(this.#length, known.payloadStart + known.length));
    const part = annotateFrame(placed.bytes, 0);
    const header = part.header!;
    const notes = this.#notesOn(header, placed.at);
    const broken = this.#brokenBy(placed, header, deflate);
    const { place, message, rule } =
      header.opcode < 8 ? this.#takeData(header, part.isWhole, deflate) : NOTHING;
    // A fault in a message has no byte of its own: the first of its last frame stands for it.
    const breach = broken ?? (rule && { rule, offset: placed.offset });
    if (header.opcode === 8) this.#isClosed = true;
    const { isWhole } = part;
    return {
      ...{ ...placed, kind: 'frame', number, part, header, isWhole },
      ...{ place, message, breach, notes },
    };
  }

  /** The first rule that the frame on its own breaks. */
  #brokenBy(
    { offset, bytes }: Placed,
    header: FrameHeader,
    deflate: ModelDeflate | undefined,
  ): Breach | undefined {
    const { payloadStart, payload, opcode, length } = header;
    const { place } = this.#progress ?? {};
    const reading = readHeader(
      bytes.slice(0, payloadStart),
      { role: otherEnd(this.way), deflate },
      place && {
        kind: place.kind,
        compressed: place.isCompressed,
        payload: new Uint8Array(0),
        emptyFragments: 0,
      },
    );
    if (reading.kind === 'broken') return { rule: reading.rule, offset: offset + reading.index };
    if (this.#isClosed) return { rule: 'data-after-close', offset };
    if (opcode !== 8) return undefined;
    const fault = closeBodyFault(payload, length, false);
    return fault && { rule: fault.rule, offset: offset + payloadStart + fault.index };
  }

  #takeData(header: FrameHeader, isWhole: boolean, deflate: ModelDeflate | undefined): Taken {
    const isStart = header.opcode !== 0;
    const before = isStart ? undefined : this.#progress;
    if (!isStart && before === undefined) return NOTHING;
    const place = before?.place ?? {
      number: this.#numberMessage(),
      kind: header.opcode === 1 ? 'text' : 'binary',
      isCompressed: deflate !== undefined && (header.rsv & 4) !== 0,
      fragment: 0,
    };
    const own = { ...place, fragment: place.fragment + 1 };
    const payloads = [...(before?.payloads ?? []), header.payload];
    this.#progress = header.fin && isWhole ? undefined : { place: own, payloads };
    if (!header.fin || !isWhole) return { place: own, message: undefined, rule: undefined };
    const payload = payloads.length === 1 ? payloads[0]! : concat(...payloads);
    if (!own.isCompressed) {
      const message = { data: payload, payload, history: new Uint8Array(0) };
      return { place: own, message, rule: ruleOfText(own, payload) };
    }
    const { history } = this.#inflation;
    const data = this.#inflation.inflate(payload, deflate?.noContextTakeover === true);
    if (data === undefined)
      return { place: own, message: undefined, rule: 'extension-data-invalid' };
    return { place: own, message: { data, payload, history }, rule: ruleOfText(own, data) };
  }

  #notesOn({ opcode, length, maskingKey, fin }: FrameHeader, at: number): string[] {
    const notes: string[] = [];
    const key = maskingKey === undefined ? undefined : Buffer.from(maskingKey).toString('hex');
    if (key === '00000000') notes.push('the masking key is zero');
    else if (key !== undefined && key === this.#lastKey) notes.push('the masking key is repeated');
    this.#lastKey = key;
    if (opcode < 8 && length === 0 && (!fin || opcode === 0)) notes.push('an empty fragment');
    if (opcode === 8 && length === 0) notes.push('a Close frame without a code');
    if (opcode === 9) {
      const since = this.#lastPing === undefined ? Infinity : at - this.#lastPing;
      if (since < 1000) notes.push(`a ping ${Math.round(since)} ms after the last`);
      this.#lastPing = at;
    }
    return notes;
  }
}

interface Taken {
  readonly place: MessagePlace | undefined;
  readonly message: Message | undefined;
  readonly rule: FrameRule | undefined;
}

const NOTHING: Taken = { place: undefined, message: undefined, rule: undefined };

function ruleOfText({ kind }: MessagePlace, data: Uint8Array): FrameRule | undefined {
  if (kind !== 'text') return undefined;
  return isUtf8(data) ? undefined : 'text-not-utf8';
}

function isUtf8(data: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(data);
    return true;
  } catch {
    return false;
  }
}

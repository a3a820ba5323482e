/**
 * One connection, read as its bytes come: heads, then frames of both directions, each judged by the rules that its
 * receiver has (RFC 6455 §4 to §8, RFC 7692). It goes on after a fault, where a receiver would not, as long as the end
 * of a frame is known.
 *
 * @module
 */

import { annotateFrame, annotateHead, type FrameHeader, type Part } from '@sansocket/annotate';
import {
  closeBodyFault,
  extensionsIn,
  type FrameRule,
  type HandshakeRule,
  impossibleByte,
  judgeRequest,
  judgeResponse,
  type ModelDeflate,
  peerDeflate,
  readHeader,
} from '@sansocket/testkit/model';
import { concat } from '@sansocket/testkit/wire';
import { type Capture, otherEnd, type Segment, type Way } from './capture.ts';
import { Inflation } from './inflation.ts';

/** A rule that is broken. */
export interface Breach {
  readonly rule: FrameRule | HandshakeRule | 'data-after-close';
  /** Position of the byte in its direction. */
  readonly offset: number;
}

interface Placed {
  readonly way: Way;
  /** When its last byte came, in milliseconds. */
  readonly at: number;
  readonly packet: number | undefined;
  /** Position of its first byte in its direction. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** The head of a request or a response. */
export interface Head extends Placed {
  readonly kind: 'head';
  /** Without the empty line at its end. */
  readonly lines: readonly string[];
  readonly breach: Breach | undefined;
}

/** A message, by its place among those of both directions. */
export interface MessagePlace {
  /** From 1 on. */
  readonly number: number;
  readonly kind: 'text' | 'binary';
  readonly isCompressed: boolean;
  /** From 1 on. */
  readonly fragment: number;
}

/** A message that a frame completes. */
export interface Message {
  /** Inflated. */
  readonly data: Uint8Array;
  /** The payload of its frames, unmasked. */
  readonly payload: Uint8Array;
  /** The inflated messages before it, as far as the window may reach back. */
  readonly history: Uint8Array;
}

/** A frame. */
export interface Frame extends Placed {
  readonly kind: 'frame';
  /** Its place among the frames of both directions, from 1 on. */
  readonly number: number;
  /** Positions in it; positions of its fields are counted from its first byte. */
  readonly part: Part;
  readonly header: FrameHeader;
  readonly isWhole: boolean;
  /** Of a data frame. */
  readonly place: MessagePlace | undefined;
  /** Of the last frame of a message. */
  readonly message: Message | undefined;
  readonly breach: Breach | undefined;
  /** What is legal, but odd. */
  readonly notes: readonly string[];
  /** Positions in it at which another segment begins. */
  readonly cuts: readonly number[];
}

/** Bytes that are neither: the body of a response that is not a 101. */
export interface Rest extends Placed {
  readonly kind: 'rest';
}

/** A part of a connection. */
export type Item = Head | Frame | Rest;

/** A connection that was read to its end. */
export interface Session {
  readonly capture: Capture;
  /** In the order in which their last bytes came. */
  readonly items: readonly Item[];
  /** What was agreed on, as Sec-WebSocket-Extensions of the response. */
  readonly extensions: string | undefined;
  readonly notes: readonly string[];
}

/** Reads a whole connection. */
export function readSession(capture: Capture): Session {
  const reader = new SessionReader(capture.isMade === true);
  const items = capture.segments.flatMap((segment) => reader.take(segment));
  return {
    capture,
    items: [...items, ...reader.end()],
    extensions: reader.extensions,
    notes: [...capture.notes, ...reader.notes],
  };
}

/** Reads a connection as it goes on. */
export class SessionReader {
  readonly #sides: Readonly<Record<Way, Side>>;
  readonly #isMade: boolean;
  /** How each end compresses; unknown until the handshake is over. */
  #deflate: Readonly<Record<Way, ModelDeflate | undefined>> | undefined;
  #request: Head | undefined;
  #extensions: string | undefined;
  #isRefused = false;
  #frames = 0;
  #messages = 0;
  #hasHead = false;

  /** @param isMade - Whether heads are not those that were on the wire, and are not judged. */
  constructor(isMade: boolean) {
    this.#isMade = isMade;
    const numberMessage = (): number => ++this.#messages;
    this.#sides = {
      client: new Side('client', numberMessage),
      server: new Side('server', numberMessage),
    };
  }

  /** Sec-WebSocket-Extensions of the response. */
  get extensions(): string | undefined {
    return this.#extensions;
  }

  /** What a reader has to know. */
  get notes(): readonly string[] {
    return this.#hasHead || this.#frames === 0
      ? []
      : ['Without an opening handshake: RSV1 is taken as that of permessage-deflate'];
  }

  /** @returns The items that the segment completes. */
  take(segment: Segment): readonly Item[] {
    this.#sides[segment.way].give(segment);
    return this.#read();
  }

  /** @returns What is incomplete at the end. */
  end(): readonly Item[] {
    return (['client', 'server'] as const).flatMap((way) => {
      const side = this.#sides[way];
      const bytes = side.rest();
      if (bytes.length === 0) return [];
      const isFrame = this.#deflate !== undefined;
      return [isFrame ? this.#frameOf(side) : { ...side.takeAll(), kind: 'rest' as const }];
    });
  }

  #read(): readonly Item[] {
    const items: Item[] = [];
    for (let item = this.#next(); item !== undefined; item = this.#next()) items.push(item);
    return items;
  }

  #next(): Item | undefined {
    const { client, server } = this.#sides;
    if (this.#deflate !== undefined) {
      const side = [client, server].find((it) => it.hasFrame());
      return side === undefined ? undefined : this.#frameOf(side);
    }
    if (this.#isRefused) {
      return server.rest().length === 0 ? undefined : { ...server.takeAll(), kind: 'rest' };
    }
    return this.#nextHead();
  }

  #nextHead(): Item | undefined {
    const { client, server } = this.#sides;
    if (!this.#hasHead && beginsWithFrame(client.rest(), server.rest())) {
      // Without a handshake nothing is known; the largest windows read everything.
      this.#deflate = { client: {}, server: {} };
      return this.#next();
    }
    if (this.#request === undefined) {
      const head = headOf(client);
      if (head !== undefined) {
        this.#hasHead = true;
        this.#request = this.#isMade ? head : { ...head, breach: breachOfRequest(head) };
        return this.#request;
      }
      if (client.rest().length > 0) return undefined;
    }
    const head = headOf(server);
    if (head === undefined) return undefined;
    this.#hasHead = true;
    const status = Number(/^HTTP\/1\.\d (\d{3})/.exec(head.lines[0]!)?.[1] ?? 0);
    const isInterim = status >= 100 && status < 200 && status !== 101;
    if (isInterim) return head;
    if (status !== 101) {
      this.#isRefused = true;
      return head;
    }
    const fields = valuesOf(head, 'sec-websocket-extensions');
    this.#extensions = this.#isMade || fields.length === 0 ? undefined : fields.join(', ');
    const inUse = (this.#isMade ? [] : extensionsIn(fields)) ?? [];
    // The receiver's role decides whose compressor it is.
    this.#deflate = { client: peerDeflate(inUse, 'server'), server: peerDeflate(inUse, 'client') };
    const breach = this.#isMade ? undefined : breachOfResponse(head, this.#request);
    return { ...head, breach };
  }

  #frameOf(side: Side): Frame {
    return side.takeFrame(++this.#frames, this.#deflate![side.way]);
  }
}

/** A frame whose message is complete or goes on. */
interface Progress {
  readonly place: MessagePlace;
  readonly payloads: readonly Uint8Array[];
}

/** One direction. */
class Side {
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
    const breach = broken ?? (rule === undefined ? undefined : this.#breachOf(rule, placed));
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

  /** The first byte of the frame stands for a fault in the message. */
  #breachOf(rule: Breach['rule'], { offset }: Placed): Breach {
    return { rule, offset };
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
  // The model reads a code point at a time: only for what is not ASCII.
  return data.every((byte) => byte < 0x80) || impossibleByte(data, data.length) === undefined;
}

/** No frame that is sent first begins with a letter. */
function beginsWithFrame(...starts: readonly Uint8Array[]): boolean {
  return starts.some(([byte]) => byte !== undefined && (byte >= 0x80 || byte < 0x0a));
}

/** The head at the front of a direction, once it is whole. */
function headOf(side: Side): Head | undefined {
  const bytes = side.rest();
  const part = annotateHead(bytes, '');
  if (!part.isWhole) return undefined;
  const lines = part.fields.map(({ name }) => name).filter((line) => line !== '');
  return { kind: 'head', ...side.take(part.end), lines, breach: undefined };
}

/** The values of the fields of a name, which is in lower case. */
function valuesOf({ lines }: Head, name: string): readonly string[] {
  return lines
    .filter((line) => line.toLowerCase().startsWith(`${name}:`))
    .map((line) => line.slice(name.length + 1).trim());
}

function breachOfRequest({ bytes }: Head): Breach | undefined {
  const judgement = judgeRequest(bytes);
  return judgement.kind === 'refused' ? judgement.violation : undefined;
}

/** Without the request it is not known what was asked for. */
function breachOfResponse({ bytes, offset }: Head, request: Head | undefined): Breach | undefined {
  if (request === undefined) return undefined;
  const offers = valuesOf(request, 'sec-websocket-extensions');
  const judgement = judgeResponse(bytes, {
    key: valuesOf(request, 'sec-websocket-key').join(),
    subprotocols: valuesOf(request, 'sec-websocket-protocol').flatMap((value) =>
      value.split(',').map((name) => name.trim()),
    ),
    ...(offers.length > 0 && { extensions: offers.join(', ') }),
  });
  if (judgement.kind !== 'failed') return undefined;
  const { rule, offset: at } = judgement.violation;
  return { rule, offset: offset + at };
}

/**
 * Frames to events (RFC 6455 §5, §6.2): composes the decoder, the extensions and the assembler. It
 * tells what came; the connection acts on it.
 *
 * @module
 */

import { viewOf } from '../bytes/index.ts';
import {
  decoderChain,
  type NegotiatedExtension,
  type TransformChain,
} from '../extensions/index.ts';
import { handOut, type MessageAssembler, type MessageKind } from '../fragmentation/index.ts';
import {
  FIN,
  type FrameDecoder,
  type FrameStep,
  isControl,
  Opcode,
  RESERVED_BITS,
  type Role,
  type TextRun,
} from '../framing/index.ts';
import type { Violation } from '../violations/index.ts';
import { ControlReceiver, wholeControl } from './control-receiver.ts';
import type { ConnectionEvent, ViolationEvent } from './events.ts';
import type { ConnectionOptions, Limits } from './options.ts';
import { assemblerFor, decoderFor, textsFor } from './receiver-parts.ts';
import { faultOf, piecesOf } from './transformed.ts';
import type { Dialect } from './version-frames.ts';
import { violationEvent } from './violation-event.ts';
import { NO_FRAGMENTS, wireHistory, withFragment } from './wire-history.ts';

export class FrameReceiver {
  readonly #decoder: FrameDecoder;
  readonly #assembler: MessageAssembler;
  readonly #chain: TransformChain | undefined;
  readonly #dialect: Dialect | undefined;
  readonly #maxMessageBytes: number;
  readonly #parts: boolean;
  readonly #frames: boolean;
  /** A frame leads to one event at most. */
  readonly #isDirect: boolean;
  /** There when such a text is delivered as a string. */
  readonly #texts: TextRun | undefined;
  /** Offset in all that was received of the first byte of the frames. */
  readonly #offset: number;

  /** The last data frame whose header is whole, and what its message had before it. */
  #fragments = NO_FRAGMENTS;
  /** A data frame has begun since somebody asked. */
  #heardData = false;
  /** Decoded bytes of the message in progress. */
  #messageBytes = 0;
  /** The message in progress is broken: nothing comes but this. */
  #fault: ViolationEvent | undefined;
  /** There from the first control frame on. */
  #control: ControlReceiver | undefined;

  constructor(
    role: Role,
    options: ConnectionOptions,
    limits: Limits,
    extensions: readonly NegotiatedExtension[],
    offset: number,
    dialect?: Dialect,
  ) {
    this.#dialect = dialect;
    this.#decoder = decoderFor(role, options, limits, extensions, dialect);
    this.#assembler = assemblerFor(options);
    this.#chain = extensions.length > 0 ? decoderChain(extensions) : undefined;
    this.#maxMessageBytes = limits.maxMessageBytes;
    this.#parts = options.messages === 'parts';
    this.#frames = options.frames === true;
    this.#isDirect = !this.#frames && this.#chain === undefined;
    this.#texts = this.#isDirect ? textsFor(role, options) : undefined;
    this.#offset = offset;
  }

  /** Bytes of the chunk that are not parsed. */
  get unread(): number {
    return this.#decoder.unread;
  }

  /** @returns Whether a data frame has begun since the last call. */
  heardData(): boolean {
    const heard = this.#heardData;
    this.#heardData = false;
    return heard;
  }

  /**
   * What led here, as bytes for a fresh receiver, and the offset of the first of them. To be asked when
   * nothing is unread and every event is taken.
   */
  history(role: Role, maxFrameBytes: number): { bytes: Uint8Array; offset: number } {
    const bytes = wireHistory(this.#decoder, {
      role,
      kind: this.#assembler.kind,
      fragments: this.#fragments,
      kept: this.#assembler.peek(),
      control: this.#control?.payload ?? new Uint8Array(0),
      maxFrameBytes,
    });
    return { bytes, offset: this.#offset + this.#decoder.offset - bytes.length };
  }

  /** Takes the next chunk, once nothing of the last is unread. */
  push(chunk: Uint8Array): void {
    this.#decoder.push(chunk);
  }

  /** @returns The next event of what was pushed; `undefined` when more input is needed. */
  next(): ConnectionEvent | undefined {
    if (this.#fault !== undefined) return this.#fault;
    const decoder = this.#decoder;
    if (decoder.isUsedUp) return this.#leave();
    const text = this.#texts && decoder.takeText(this.#texts);
    return text === undefined ? this.#nextOfFrames() : this.#whole('text', text);
  }

  #nextOfFrames(): ConnectionEvent | undefined {
    for (;;) {
      const isWhole = this.#isDirect && this.#decoder.takeFrame();
      const step = isWhole ? 'frame' : this.#decoder.next();
      if (step === 'need-input') return this.#leave();
      const event = step === 'frame' ? this.#wholeFrame() : this.#step(step);
      if (event !== undefined) return event;
    }
  }

  /** Lets go of a chunk that is used up. */
  #leave(): ConnectionEvent | undefined {
    this.#texts?.leave();
    this.#decoder.release();
    return undefined;
  }

  #step(step: Exclude<FrameStep, 'need-input'>): ConnectionEvent | undefined {
    if (step === 'violation') return this.#judge(this.#decoder.violation!);
    const control = isControl(this.#decoder.opcode);
    if (step === 'header') return control ? this.#frameEvent() : this.#beginData();
    if (step === 'payload') return control ? this.#controlPayload() : this.#dataPayload();
    return control ? this.#endControl() : this.#endData();
  }

  #wholeFrame(): ConnectionEvent | undefined {
    if (isControl(this.#decoder.opcode)) return wholeControl(this.#decoder);
    return this.#wholeMessage() ?? this.#wholeFragment();
  }

  /** A message in one frame that needs no closer look. */
  #wholeMessage(): ConnectionEvent | undefined {
    const { byte0, pieceBytes, pieceStart, pieceEnd, pieceIsOwn } = this.#decoder;
    if (byte0 === (FIN | Opcode.text)) {
      const text = this.#texts?.decode(pieceBytes, pieceStart, pieceEnd);
      return text === undefined ? undefined : this.#whole('text', text);
    }
    if (byte0 !== (FIN | Opcode.binary)) return undefined;
    if (pieceIsOwn) return this.#whole('binary', pieceBytes);
    return this.#whole('binary', handOut(pieceBytes, pieceStart, pieceEnd, this.#parts));
  }

  #whole(kind: MessageKind, data: string | Uint8Array): ConnectionEvent {
    this.#heardData = true;
    this.#fragments = NO_FRAGMENTS;
    return this.#message(kind, data);
  }

  #wholeFragment(): ConnectionEvent | undefined {
    this.#beginData();
    const event = this.#decoder.payloadLength > 0 ? this.#dataPayload() : undefined;
    // A last frame leads to one event: the message, or a violation.
    if (event !== undefined && this.#decoder.fin) return event;
    return this.#endData() ?? event;
  }

  #beginData(): ConnectionEvent | undefined {
    this.#heardData = true;
    const decoder = this.#decoder;
    if (decoder.fin && decoder.opcode !== Opcode.continuation) this.#fragments = NO_FRAGMENTS;
    else this.#fragments = withFragment(this.#fragments, decoder);
    if (decoder.opcode !== Opcode.continuation) {
      const kind = decoder.opcode === Opcode.text ? 'text' : 'binary';
      this.#assembler.begin(kind);
      this.#messageBytes = 0;
      if (this.#chain !== undefined) {
        const reservedBits = decoder.byte0 & RESERVED_BITS;
        if (this.#chain.begin({ kind, reservedBits }) !== reservedBits) {
          return this.#judge({
            rule: 'reserved-bit-set',
            offset: decoder.headerOffset,
            detail: 'No extension accounts for the reserved bits',
          });
        }
      }
    }
    return this.#frameEvent();
  }

  #dataPayload(): ConnectionEvent | undefined {
    const { pieceBytes, pieceStart, pieceEnd, fin, payloadLeft } = this.#decoder;
    const toCome = fin ? payloadLeft : Infinity;
    if (this.#chain?.applies === true) {
      return this.#transformed(viewOf(pieceBytes, pieceStart, pieceEnd), fin && payloadLeft === 0);
    }
    const index = this.#assembler.push(pieceBytes, pieceStart, pieceEnd, toCome);
    if (index !== -1) return this.#failText(this.#decoder.offset - (pieceEnd - index));
    return toCome > 0 ? this.#part() : undefined;
  }

  #endData(): ConnectionEvent | undefined {
    const { fin, payloadLength } = this.#decoder;
    const applies = this.#chain?.applies === true;
    if (applies && fin && payloadLength === 0) {
      const event = this.#transformed(new Uint8Array(0), true);
      if (event !== undefined) return event;
    }
    if (!applies) this.#decoder.neededBytes = this.#assembler.neededBytes;
    if (!fin) return undefined;
    return this.#message(this.#assembler.kind, this.#assembler.take());
  }

  #message(kind: MessageKind, data: string | Uint8Array): ConnectionEvent {
    return this.#parts
      ? { type: 'message-part', kind, data, fin: true }
      : { type: 'message', kind, data };
  }

  /**
   * Passes a piece through the extensions. Which of its bytes is to blame for what comes out nobody can
   * say: violations name the frame.
   */
  #transformed(piece: Uint8Array, last: boolean): ConnectionEvent | undefined {
    const budget = this.#maxMessageBytes - this.#messageBytes;
    const result = this.#chain!.push(piece, last, budget);
    const { headerOffset } = this.#decoder;
    const pieces = piecesOf(result, this.#parts);
    const fault = faultOf(result, pieces, budget, this.#maxMessageBytes, headerOffset);
    if (!this.#keep(pieces, last && fault === undefined)) return this.#failText(headerOffset);
    if (fault !== undefined) return this.#failMessage(this.#judge(fault));
    return last ? undefined : this.#part();
  }

  /** @returns Whether the text up to here is UTF-8, as far as the budget goes. */
  #keep(pieces: readonly Uint8Array[], ends: boolean): boolean {
    for (const [i, piece] of pieces.entries()) {
      const length = Math.min(piece.length, this.#maxMessageBytes - this.#messageBytes);
      this.#messageBytes += length;
      const toCome = ends && i === pieces.length - 1 ? 0 : Infinity;
      if (this.#assembler.push(piece, 0, length, toCome, true) !== -1) return false;
    }
    return !ends || this.#assembler.neededBytes === 0;
  }

  /** What has come of the message, with the option `messages: 'parts'`, unless that is nothing. */
  #part(): ConnectionEvent | undefined {
    if (!this.#parts) return undefined;
    const { kind } = this.#assembler;
    const data = this.#assembler.take();
    return data.length > 0 ? { type: 'message-part', kind, data, fin: false } : undefined;
  }

  #failText(offset: number): ConnectionEvent {
    const detail = 'Text is not UTF-8';
    return this.#failMessage(this.#judge({ rule: 'text-not-utf8', offset, detail }));
  }

  /** The part before the offending byte is delivered first. */
  #failMessage(fault: ViolationEvent): ConnectionEvent {
    this.#fault = fault;
    return this.#part() ?? fault;
  }

  #controlPayload(): ConnectionEvent | undefined {
    const { opcode, pieceBytes, pieceStart, pieceEnd, payloadLeft } = this.#decoder;
    this.#control ??= new ControlReceiver(this.#dialect?.isCloseCode);
    const offence = this.#control.push(opcode, pieceBytes, pieceStart, pieceEnd, payloadLeft);
    if (offence === undefined) return undefined;
    const offset = this.#decoder.offset - (pieceEnd - pieceStart) + offence.index;
    return this.#judge({ rule: offence.rule, offset, detail: offence.detail });
  }

  #endControl(): ConnectionEvent {
    this.#control ??= new ControlReceiver(this.#dialect?.isCloseCode);
    return this.#control.end(this.#decoder.opcode);
  }

  #frameEvent(): ConnectionEvent | undefined {
    if (!this.#frames) return undefined;
    const { header, headerOffset } = this.#decoder;
    return { type: 'frame', header, offset: this.#offset + headerOffset };
  }

  #judge({ rule, offset, detail }: Violation): ViolationEvent {
    const event = violationEvent({ rule, offset: this.#offset + offset, detail });
    return this.#dialect?.violation(event) ?? event;
  }
}

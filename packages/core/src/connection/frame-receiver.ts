/**
 * Frames to events (RFC 6455 §5, §6.2): composes the decoder, the extensions and the assembler. It
 * reports frames and messages as events; the connection acts on them.
 *
 * @module
 */

import type { NegotiatedExtension } from '../extensions/index.ts';
import { handOut, type MessageKind } from '../fragmentation/index.ts';
import {
  FIN,
  type FrameStep,
  isControl,
  Opcode,
  type Role,
  type TextRun,
  type UncheckedFrameDecoder,
} from '../framing/index.ts';
import type { Violation } from '../violations/index.ts';
import { ControlReceiver, wholeControl } from './control-receiver.ts';
import type { ConnectionEvent, ViolationEvent } from './events.ts';
import { type Judge, MessageReceiver, messageEvent } from './message-receiver.ts';
import type { ConnectionOptions, Limits } from './options.ts';
import { decoderFor, textsFor } from './receiver-parts.ts';
import type { Received } from './stats.ts';
import type { Dialect, Receiver } from './version-frames.ts';
import { violationEvent, withLimit } from './violation-event.ts';
import { noFragments, wireHistory } from './wire-history.ts';

const TEXT = FIN | Opcode.text;
const BINARY = FIN | Opcode.binary;

/** The receiver of RFC 6455: takes frames from the decoder and returns events. */
export class FrameReceiver implements Judge, Receiver {
  readonly #decoder: UncheckedFrameDecoder;
  readonly #options: ConnectionOptions;
  readonly #limits: Limits;
  readonly #extensions: readonly NegotiatedExtension[];
  readonly #dialect: Dialect | undefined;
  readonly #parts: boolean;
  /** Whether a whole frame may be decoded in one step: when each frame leads to one event at most. */
  readonly #decodesWhole: boolean;
  /** Set when texts are delivered as strings, and no extension is in use. */
  readonly #texts: TextRun | undefined;
  /** Position of the decoder's first byte among all bytes received. */
  #offset: number;

  /** Whether a part of a data frame was received since the last call of `receivedData`. */
  #receivedData = false;
  /** While no connection uses this receiver, the next unused one. */
  below: Receiver | undefined;
  /** Payload bytes of the control frames since the last report. */
  #controlBytes = 0;
  /** Made for the first frame that needs it. */
  #messages: MessageReceiver | undefined;
  /** Made for the first Close frame, and for the first control frame that is received in pieces. */
  #control: ControlReceiver | undefined;

  constructor(
    role: Role,
    options: ConnectionOptions,
    limits: Limits,
    extensions: readonly NegotiatedExtension[],
    offset: number,
    dialect?: Dialect,
  ) {
    this.#options = options;
    this.#limits = limits;
    this.#extensions = extensions;
    this.#dialect = dialect;
    this.#decoder = decoderFor(role, options, limits, extensions, dialect);
    this.#parts = options.messages === 'parts';
    this.#decodesWhole = options.frames !== true;
    this.#texts = this.#decodesWhole && extensions.length === 0 ? textsFor(options) : undefined;
    this.#offset = offset;
  }

  /** Bytes of the chunk that are not decoded. */
  get unread(): number {
    return this.#decoder.unread;
  }

  /** Position of the next byte among all bytes received. */
  get offset(): number {
    return this.#offset + this.#decoder.offset;
  }

  /** The position at rest, once every event has been read. Not to be called after an error: the state is unknown. */
  get restsAt(): number | undefined {
    if (this.#control !== undefined || this.#messages?.isBetween === false) return undefined;
    return this.#decoder.isBetween ? this.#offset + this.#decoder.offset : undefined;
  }

  begin(offset: number): void {
    this.#offset = offset - this.#decoder.offset;
  }

  /** @returns Whether a part of a data frame was received since the last call. */
  receivedData(): boolean {
    const received = this.#receivedData;
    this.#receivedData = false;
    return received;
  }

  report(received: Received): void {
    const decoder = this.#decoder;
    const bytes = decoder.payloadBytes - this.#controlBytes;
    received.frames += decoder.frames;
    received.payloadBytes += bytes;
    received.messageBytes += bytes + (this.#messages?.takeGrowth() ?? 0);
    decoder.frames = 0;
    decoder.payloadBytes = 0;
    this.#controlBytes = 0;
  }

  /**
   * The state as bytes for a fresh receiver, and the position of the first of them. Call it when nothing is
   * unread and every event has been read.
   */
  history(role: Role, maxFrameBytes: number): { bytes: Uint8Array; offset: number } {
    const bytes = wireHistory(this.#decoder, {
      role,
      kind: this.#messages?.kind ?? 'binary',
      fragments: this.#messages?.fragments ?? noFragments(),
      kept: this.#messages?.kept() ?? new Uint8Array(0),
      control: this.#control?.payload ?? new Uint8Array(0),
      maxFrameBytes,
    });
    return { bytes, offset: this.offset - bytes.length };
  }

  /** Receives the next chunk, once the last chunk is decoded. */
  push(chunk: Uint8Array): void {
    this.#decoder.push(chunk);
  }

  /** @returns The next event of the chunk; `undefined` when more input is needed. */
  next(): ConnectionEvent | undefined {
    const decoder = this.#decoder;
    if (decoder.isUsedUp) return this.#leave();
    const text = this.#texts && decoder.takeText(this.#texts);
    return text === undefined ? this.#nextOfFrames() : this.#whole('text', text);
  }

  /** Reports an error that was thrown as a message that is too long, at the current position. */
  fail(detail: string): ViolationEvent {
    return this.judge({ rule: 'message-too-long', offset: this.#decoder.offset, detail });
  }

  #nextOfFrames(): ConnectionEvent | undefined {
    for (;;) {
      const isWhole = this.#decodesWhole && this.#decoder.takeFrame();
      const step = isWhole ? 'frame' : this.#decoder.next();
      if (step === 'need-input') return this.#leave();
      const event = step === 'frame' ? this.#wholeFrame() : this.#step(step);
      if (event !== undefined) return event;
    }
  }

  /** Drops a chunk that has been used up. */
  #leave(): ConnectionEvent | undefined {
    this.#texts?.leave();
    this.#decoder.release();
    return undefined;
  }

  #step(step: Exclude<FrameStep, 'need-input'>): ConnectionEvent | undefined {
    if (step === 'violation') return this.#violation();
    if (!isControl(this.#decoder.opcode)) return this.#dataStep(step);
    if (step === 'header') {
      this.#controlBytes += this.#decoder.payloadLength;
      return this.#frameEvent();
    }
    if (step === 'payload') return this.#controlPayload();
    return this.#controls.end(this.#decoder.opcode);
  }

  #dataStep(step: 'header' | 'payload' | 'end'): ConnectionEvent | undefined {
    const messages = this.#receiverOfData;
    this.#receivedData = true;
    if (step === 'payload') return messages.payload();
    if (step === 'end') return messages.end();
    return messages.begin() ?? this.#frameEvent();
  }

  #violation(): ViolationEvent {
    const fault = this.#messages?.fault;
    return fault ?? this.judge(withLimit(this.#decoder.violation!, this.#limits));
  }

  #wholeFrame(): ConnectionEvent | undefined {
    if (isControl(this.#decoder.opcode)) return this.#wholeControl();
    const isSeen = this.#extensions.length > 0;
    return (isSeen ? undefined : this.#wholeMessage()) ?? this.#wholeFragment();
  }

  /** A message in one frame, if it needs no assembler. */
  #wholeMessage(): ConnectionEvent | undefined {
    const { byte0, pieceBytes, pieceStart, pieceEnd, pieceIsOwn } = this.#decoder;
    if (byte0 === TEXT) {
      const text = this.#texts?.decode(pieceBytes, pieceStart, pieceEnd);
      return text === undefined ? undefined : this.#whole('text', text);
    }
    if (byte0 !== BINARY) return undefined;
    if (pieceIsOwn) return this.#whole('binary', pieceBytes);
    const allocate = this.#options.capabilities?.allocate;
    return this.#whole('binary', handOut(pieceBytes, pieceStart, pieceEnd, this.#parts, allocate));
  }

  #wholeControl(): ConnectionEvent {
    const { opcode, payloadLength } = this.#decoder;
    this.#controlBytes += payloadLength;
    if (opcode !== Opcode.close) return wholeControl(this.#decoder);
    return this.#controlPayload() ?? this.#controls.end(opcode);
  }

  #whole(kind: MessageKind, data: string | Uint8Array): ConnectionEvent {
    this.#receivedData = true;
    return messageEvent(this.#parts, kind, data);
  }

  #wholeFragment(): ConnectionEvent | undefined {
    const messages = this.#receiverOfData;
    this.#receivedData = true;
    const fault = messages.begin();
    if (fault !== undefined) return fault;
    const event = this.#decoder.payloadLength > 0 ? messages.payload() : undefined;
    // A last frame leads to one event: the message, or a violation.
    if (event !== undefined && this.#decoder.fin) return event;
    return messages.end() ?? event;
  }

  get #receiverOfData(): MessageReceiver {
    return (this.#messages ??= new MessageReceiver(
      this.#decoder,
      this.#options,
      this.#limits,
      this.#extensions,
      this,
    ));
  }

  get #controls(): ControlReceiver {
    return (this.#control ??= new ControlReceiver(this.#dialect?.isCloseCode));
  }

  #controlPayload(): ConnectionEvent | undefined {
    const { opcode, pieceBytes, pieceStart, pieceEnd, payloadLeft } = this.#decoder;
    const offence = this.#controls.push(opcode, pieceBytes, pieceStart, pieceEnd, payloadLeft);
    if (offence === undefined) return undefined;
    const offset = this.#decoder.offset - (pieceEnd - pieceStart) + offence.index;
    return this.judge({ rule: offence.rule, offset, detail: offence.detail });
  }

  #frameEvent(): ConnectionEvent | undefined {
    if (this.#options.frames !== true) return undefined;
    const { header, headerOffset, offset: end } = this.#decoder;
    const offset = this.#offset + headerOffset;
    const length = end - headerOffset + header.payloadLength;
    return { type: 'frame', direction: 'received', header, offset, length };
  }

  /** The violation as an event, with its position among all bytes received. */
  judge({ rule, offset, detail }: Violation): ViolationEvent {
    const event = violationEvent({ rule, offset: this.#offset + offset, detail });
    return this.#dialect?.violation(event) ?? event;
  }
}

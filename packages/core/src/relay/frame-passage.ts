/**
 * The way of frames from one side of a relay to the other (RFC 6455 §5.4: an intermediary that does not know an
 * extension changes neither reserved bits nor fragmentation).
 *
 * A frame has the same header length on both sides: the shortest form of the length is a rule, and both sides of one
 * direction mask or neither does. So a chunk is passed on where it lies: each masking key is replaced by a new one, and
 * the payload gets the new key in exchange for the old one in one pass. Frames that follow one another leave as one
 * piece. Only the payload of a Close frame, or of a ping that the relay answers, is collected: at most 125 bytes.
 *
 * @module
 */

import { copyBytes, viewOf } from '../bytes/index.ts';
import {
  type ConnectionEvent,
  type ConnectionOptions,
  ControlReceiver,
  type Limits,
  type MessageSender,
  type Receiver,
  type ViolationEvent,
  violationEvent,
  withLimit,
} from '../connection/index.ts';
import {
  FIN,
  type FrameRules,
  type FrameTarget,
  FrameWriter,
  HeaderRules,
  isControl,
  lengthOfHeader,
  Opcode,
  RESERVED_BITS,
  type Role,
  UncheckedFrameDecoder,
  writeHeader,
} from '../framing/index.ts';
import { type FillRandom, type Masker, MaskingKeys, maskInPlace } from '../masking/index.ts';
import { StateError, type Violation } from '../violations/index.ts';

/** A piece of the payload of the frame that was told last, with the option `frames`. */
export interface FramePayloadEvent {
  readonly type: 'frame-payload';
  /** The bytes as they were received, unmasked and not decompressed; a copy. */
  readonly data: Uint8Array;
}

/** The side that a passage leads to, and how control frames are treated. */
export interface PassageOptions {
  /** The role of the relay on the side that the frames go to. */
  readonly to: Role;
  readonly fillRandom: FillRandom | undefined;
  readonly mask: Masker | undefined;
  /** Whether pings are answered here, and pongs are not passed on. */
  readonly answers: boolean;
  /** Passes bytes on to the other side. They belong to it. */
  readonly deliver: (bytes: Uint8Array) => void;
}

const EMPTY: Uint8Array = /* @__PURE__ */ new Uint8Array(0);

/** The frames of one direction: the receiver of one side, and what the sender of the other side has to know. */
export class FramePassage implements Receiver {
  readonly #options: PassageOptions;
  readonly #keys: MaskingKeys | undefined;
  #decoder: UncheckedFrameDecoder = new UncheckedFrameDecoder();
  #controls = new ControlReceiver();
  #limits: Limits | undefined;
  #tells = false;
  /** Whether chunks may be changed. */
  #isOwner = false;
  /** Position of the decoder's first byte among all bytes received. */
  #offset = 0;
  /** The masking key of the frame in progress, or of the next frame; 0 in the direction without masks. */
  #word = 0;
  /** Bytes that are ready to be passed on: `#bytes[#start, #end)`. */
  #bytes = EMPTY;
  #start = 0;
  #end = 0;
  #receivedData = false;
  /** Whether the header of the frame in progress has to be passed on, with the first byte of its payload. */
  #isHeaderDue = false;
  /** Whether a part of a frame was passed on, and the rest was not received yet. */
  isWithin = false;

  constructor(options: PassageOptions) {
    this.#options = options;
    this.#keys = options.to === 'client' ? new MaskingKeys(options.fillRandom) : undefined;
  }

  /**
   * Begins with the first frame.
   *
   * @param hasExtensions - Whether both ends have agreed on extensions: then every reserved bit is theirs.
   * @param offset - Position of the first byte among all bytes received.
   */
  open(
    options: ConnectionOptions,
    limits: Limits,
    hasExtensions: boolean,
    offset: number,
  ): Receiver {
    this.#isOwner = options.inPlace === true || options.copy === true;
    this.#tells = options.frames === true;
    this.#limits = limits;
    this.#offset = offset;
    this.#decoder = new UncheckedFrameDecoder({
      role: this.#keys === undefined ? 'client' : 'server',
      maxFrameBytes: limits.maxFrameBytes,
      maxMessageBytes: limits.maxMessageBytes,
      maxEmptyFragments: limits.maxEmptyFragments,
      rules: hasExtensions ? (given) => new ExtendedRules(given) : undefined,
      inPlace: true,
      masker: this.#options.mask,
    });
    this.#drawKey();
    return this;
  }

  get unread(): number {
    return this.#decoder.unread;
  }

  push(chunk: Uint8Array): void {
    const isChanged = this.#keys !== undefined && !this.#isOwner;
    this.#decoder.push(isChanged ? copyBytes(chunk) : chunk);
  }

  receivedData(): boolean {
    const received = this.#receivedData;
    this.#receivedData = false;
    return received;
  }

  /** Passes frames on, up to the next one that concerns the relay. */
  next(): ConnectionEvent | undefined {
    let event: ConnectionEvent | undefined;
    do {
      if (!this.#tells && this.#decoder.takeFrame()) event = this.#takeFrame();
      else {
        const step = this.#decoder.next();
        if (step === 'need-input') break;
        event = step === 'violation' ? this.#violation() : this.#step(step);
      }
    } while (event === undefined);
    this.#flush();
    return event;
  }

  #takeFrame(): ConnectionEvent | undefined {
    const decoder = this.#decoder;
    if (!isControl(decoder.opcode)) this.#receivedData = true;
    else if (this.#isTaken) {
      const event = this.#takeControl() ?? this.#controls.end(decoder.opcode);
      this.#drawKey();
      return event;
    }
    this.#passWithHeader();
    this.#drawKey();
    return undefined;
  }

  #step(step: 'header' | 'payload' | 'end'): ConnectionEvent | undefined {
    const decoder = this.#decoder;
    const isTaken = isControl(decoder.opcode) && this.#isTaken;
    if (!isControl(decoder.opcode)) this.#receivedData = true;
    if (step === 'header') {
      this.#isHeaderDue = !isTaken;
      return this.#tells ? this.#frameEvent() : undefined;
    }
    if (step === 'payload') {
      if (isTaken) return this.#takeControl();
      const event = this.#tells ? this.#payloadEvent() : undefined;
      if (this.#isHeaderDue) this.#passWithHeader();
      else this.#pass(decoder.pieceBytes, decoder.pieceStart, decoder.pieceEnd);
      this.isWithin = true;
      return event;
    }
    if (this.#isHeaderDue) this.#passHeader();
    this.#isHeaderDue = false;
    this.isWithin = false;
    this.#drawKey();
    return isTaken ? this.#controls.end(decoder.opcode) : undefined;
  }

  /** Whether the control frame in progress is for the relay: it is not passed on. */
  get #isTaken(): boolean {
    return this.#options.answers || this.#decoder.opcode === Opcode.close;
  }

  #takeControl(): ViolationEvent | undefined {
    const { opcode, payloadLeft } = this.#decoder;
    const piece = this.#plainPiece();
    const { length } = piece;
    const offence = this.#controls.push(opcode, piece, 0, length, payloadLeft);
    if (offence === undefined) return undefined;
    const { rule, detail, index } = offence;
    return this.#judge({ rule, detail, offset: this.#decoder.offset - length + index });
  }

  /** The piece without the key that it got for the other side. */
  #plainPiece(): Uint8Array {
    const { pieceBytes, pieceStart, pieceEnd, payloadLeft, payloadLength } = this.#decoder;
    const piece = copyBytes(pieceBytes, pieceStart, pieceEnd);
    const offset = payloadLength - payloadLeft - piece.length;
    maskInPlace(piece, 0, piece.length, this.#word, offset);
    return piece;
  }

  #frameEvent(): ConnectionEvent {
    const { header, headerOffset } = this.#decoder;
    const length = this.#decoder.offset - headerOffset + header.payloadLength;
    const offset = this.#offset + headerOffset;
    return { type: 'frame', direction: 'received', header, offset, length };
  }

  /** An event of the relay only: a connection on its own never has it. */
  #payloadEvent(): ConnectionEvent {
    const event: FramePayloadEvent = { type: 'frame-payload', data: this.#plainPiece() };
    return event as unknown as ConnectionEvent;
  }

  #violation(): ViolationEvent {
    return this.#judge(withLimit(this.#decoder.violation!, this.#limits!));
  }

  #judge(violation: Violation): ViolationEvent {
    this.#decoder.stop();
    return violationEvent({ ...violation, offset: this.#offset + violation.offset });
  }

  /** The key for the next frame: it is drawn before its header is read, so that all bytes are visited once. */
  #drawKey(): void {
    this.#word = this.#keys?.next() ?? 0;
    this.#decoder.newKey = this.#word;
  }

  /** Passes on the first piece of a frame with its header, where they lie if the header is whole in the chunk. */
  #passWithHeader(): void {
    const { pieceBytes, pieceStart, pieceEnd, pieceIsOwn, payloadLength } = this.#decoder;
    const isMasked = this.#keys !== undefined;
    const start = pieceStart - lengthOfHeader(payloadLength, isMasked);
    this.#isHeaderDue = false;
    if (pieceIsOwn || start < 0) {
      this.#passHeader();
      this.#pass(pieceBytes, pieceStart, pieceEnd);
    } else {
      if (isMasked) writeKey(pieceBytes, pieceStart, this.#word);
      this.#pass(pieceBytes, start, pieceEnd);
    }
  }

  #passHeader(): void {
    const { byte0, payloadLength } = this.#decoder;
    const isMasked = this.#keys !== undefined;
    const header = new Uint8Array(lengthOfHeader(payloadLength, isMasked));
    writeHeader(header, 0, byte0, payloadLength, isMasked ? this.#word : undefined);
    this.#pass(header, 0, header.length);
  }

  /** Adds bytes to those that are ready, as one piece with them if they lie behind them. */
  #pass(bytes: Uint8Array, start: number, end: number): void {
    if (bytes !== this.#bytes || start !== this.#end) {
      this.#flush();
      this.#bytes = bytes;
      this.#start = start;
    }
    this.#end = end;
  }

  #flush(): void {
    const bytes = this.#bytes;
    if (this.#end > this.#start) this.#options.deliver(viewOf(bytes, this.#start, this.#end));
    this.#bytes = EMPTY;
    this.#start = 0;
    this.#end = 0;
  }
}

/** Writes the control frames of the relay itself to a side, between the frames that are passed on to it. */
export class PassageSender implements MessageSender {
  readonly #writer: FrameWriter;
  readonly #passage: FramePassage;

  /** @param passage - The passage to the same side. */
  constructor(
    { to, fillRandom }: Omit<PassageOptions, 'deliver' | 'answers'>,
    passage: FramePassage,
  ) {
    this.#writer = new FrameWriter(to, fillRandom);
    this.#passage = passage;
  }

  /** @throws StateError always: a message of the relay's own could fall between two fragments. */
  message(): never {
    throw new StateError(
      "Cannot send: a relay in the mode 'frames' passes on the frames of its peers only",
    );
  }

  /** @throws StateError within a frame: its payload would be mistaken for the rest of the other frame. */
  control(opcode: number, payload: Uint8Array, output: FrameTarget): void {
    if (this.#passage.isWithin) throw new StateError('Cannot send a control frame within a frame');
    this.#writer.append(output, FIN | opcode, payload);
  }
}

/** Rules for frames of extensions that the relay does not know: their reserved bits may stand anywhere (§5.2). */
class ExtendedRules extends HeaderRules implements FrameRules {
  override judgeByte0(byte0: number): ReturnType<HeaderRules['judgeByte0']> {
    return super.judgeByte0(byte0 & ~RESERVED_BITS);
  }
}

/** Writes a masking key in front of the payload. */
function writeKey(bytes: Uint8Array, payloadStart: number, word: number): void {
  bytes[payloadStart - 4] = word;
  bytes[payloadStart - 3] = word >>> 8;
  bytes[payloadStart - 2] = word >>> 16;
  bytes[payloadStart - 1] = word >>> 24;
}

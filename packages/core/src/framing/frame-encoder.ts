/**
 * Frames to bytes (RFC 6455 §5.2): the payload masked by a client (§5.3), the length in its shortest
 * form.
 *
 * @module
 */

import { ByteQueue, plainBytes } from '../bytes/index.ts';
import { type FillRandom, MaskingKeys, maskInPlace } from '../masking/index.ts';
import { StateError } from '../violations/index.ts';
import {
  FIN,
  headerLength,
  MAX_CONTROL_PAYLOAD,
  RSV1,
  RSV2,
  RSV3,
  writeHeader,
} from './frame-header.ts';
import { isControl, isDefined, type Opcode } from './opcode.ts';
import type { Role } from './role.ts';

/** Who sends, and where its masking keys come from. */
export interface FrameEncoderOptions {
  /** The end that sends: a client masks. */
  readonly role: Role;
  /** Source of masking keys. Default: the engine's `crypto.getRandomValues`. */
  readonly fillRandom?: FillRandom | undefined;
}

/** The parts of a header that the sender chooses. */
export interface OutgoingHeader {
  readonly opcode: Opcode;
  /** Default: true. */
  readonly fin?: boolean | undefined;
  /** Default: false. An extension that was negotiated owns the bit. */
  readonly rsv1?: boolean | undefined;
  readonly rsv2?: boolean | undefined;
  readonly rsv3?: boolean | undefined;
}

/** Encodes one direction of a connection: whole frames, or a header and its payload in pieces. */
export class FrameEncoder {
  readonly #keys: MaskingKeys | undefined;
  /** The frame begun with `begin`: its key, and payload bytes given and to come. */
  #word = 0;
  #given = 0;
  #left = 0;

  constructor(options: FrameEncoderOptions) {
    this.#keys = options.role === 'client' ? new MaskingKeys(options.fillRandom) : undefined;
  }

  /**
   * One whole frame.
   *
   * @param payload - Not changed, not kept. Default: none.
   * @throws RangeError when RFC 6455 §5.5 forbids the frame; StateError inside a frame begun with `begin`.
   */
  frame(header: OutgoingHeader, payload: Uint8Array = new Uint8Array(0)): Uint8Array {
    this.#assertNoFrame();
    const byte0 = toByte0(header, payload.length);
    const queue = new ByteQueue();
    this.append(queue, byte0, plainBytes(payload, 'payload'));
    return queue.take();
  }

  /**
   * Begins a frame whose payload is given in pieces.
   *
   * @param payloadLength - In bytes; exactly as many must follow through `payload`.
   * @returns The bytes of the header.
   * @throws As `frame` does; RangeError also when the length is not a whole number below 2^53.
   */
  begin(header: OutgoingHeader, payloadLength: number): Uint8Array {
    this.#assertNoFrame();
    if (!Number.isSafeInteger(payloadLength) || payloadLength < 0) {
      throw new RangeError(`payloadLength must be 0 to 2^53 - 1, got ${payloadLength}`);
    }
    const byte0 = toByte0(header, payloadLength);
    const word = this.#keys?.next();
    const bytes = new Uint8Array(headerLength(payloadLength, word !== undefined));
    writeHeader(bytes, 0, byte0, payloadLength, word);
    this.#word = word ?? 0;
    this.#given = 0;
    this.#left = payloadLength;
    return bytes;
  }

  /**
   * The next piece of the payload of the frame that was begun.
   *
   * @param piece - Not changed. A server gives it back as it is, a client a masked copy.
   * @throws RangeError when it is longer than what is left of the frame.
   */
  payload(piece: Uint8Array): Uint8Array {
    if (piece.length > this.#left) {
      throw new RangeError(`Piece has ${piece.length} bytes, the frame has ${this.#left} left`);
    }
    const offset = this.#given;
    this.#given += piece.length;
    this.#left -= piece.length;
    if (this.#keys === undefined) return piece;
    const masked = new Uint8Array(piece);
    maskInPlace(masked, 0, masked.length, this.#word, offset);
    return masked;
  }

  /** Adds a whole frame to `queue`, a copy of its payload in it. */
  append(queue: ByteQueue, byte0: number, payload: Uint8Array): void {
    const word = this.#keys?.next();
    const size = headerLength(payload.length, word !== undefined) + payload.length;
    const at = queue.reserve(size);
    const start = writeHeader(queue.bytes, at, byte0, payload.length, word);
    if (payload.length > 32) queue.bytes.set(payload, start);
    else for (let i = 0; i < payload.length; i++) queue.bytes[start + i] = payload[i]!;
    if (word !== undefined) maskInPlace(queue.bytes, start, at + size, word, 0);
  }

  /** Adds the header alone to `queue`: the frame of an unmasked payload that goes out as it is. */
  appendHeader(queue: ByteQueue, byte0: number, payloadLength: number): void {
    const at = queue.reserve(headerLength(payloadLength, false));
    writeHeader(queue.bytes, at, byte0, payloadLength, undefined);
  }

  /**
   * Adds a whole frame to `queue` whose payload is encoded where it will stand, behind a header for the
   * likely length; when the bytes turn out to need a longer header they move up.
   *
   * @param source - What `encode` makes the payload of.
   * @param likely - Length of the payload in bytes, probably.
   * @param most - Its upper bound.
   * @param encode - Writes the payload into `target` at a position and returns its length.
   */
  appendEncoded<Source>(
    queue: ByteQueue,
    byte0: number,
    source: Source,
    likely: number,
    most: number,
    encode: (source: Source, target: Uint8Array, position: number) => number,
  ): void {
    const word = this.#keys?.next();
    const masked = word !== undefined;
    const guess = headerLength(likely, masked);
    const at = queue.reserve(headerLength(most, masked) + most);
    const length = encode(source, queue.bytes, at + guess);
    const header = headerLength(length, masked);
    if (header !== guess) {
      queue.bytes.copyWithin(at + header, at + guess, at + guess + length);
    }
    const start = writeHeader(queue.bytes, at, byte0, length, word);
    if (masked) maskInPlace(queue.bytes, start, start + length, word, 0);
    queue.truncate(start + length);
  }

  #assertNoFrame(): void {
    if (this.#left > 0) {
      throw new StateError(`Cannot begin a frame: the last one has ${this.#left} bytes left`);
    }
  }
}

function toByte0(header: OutgoingHeader, payloadLength: number): number {
  const { opcode, fin = true } = header;
  if (!isDefined(opcode))
    throw new RangeError(`Opcode ${String(opcode)} is reserved (RFC 6455 §5.2)`);
  if (isControl(opcode)) {
    if (!fin) throw new RangeError('A control frame is never fragmented (RFC 6455 §5.5)');
    if (payloadLength > MAX_CONTROL_PAYLOAD) {
      throw new RangeError(
        `Control frame has a payload of ${payloadLength} bytes, more than 125 (RFC 6455 §5.5)`,
      );
    }
  }
  return (
    (fin ? FIN : 0) |
    (header.rsv1 ? RSV1 : 0) |
    (header.rsv2 ? RSV2 : 0) |
    (header.rsv3 ? RSV3 : 0) |
    opcode
  );
}

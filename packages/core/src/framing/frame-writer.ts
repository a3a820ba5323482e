/**
 * Frames into a queue of output, one behind the other, each with a masking key of its own where this end
 * masks (RFC 6455 §5.2, §5.3): how a connection sends. What may be sent its caller has judged.
 *
 * @module
 */

import type { ByteQueue } from '../bytes/index.ts';
import { type FillRandom, MaskingKeys, maskInPlace } from '../masking/index.ts';
import { headerLength, writeHeader } from './frame-header.ts';
import type { Role } from './role.ts';

/** Up to here, in bytes, a loop copies faster than a call into the engine. */
const SHORT = 32;

/** Writes the frames of one end. */
export class FrameWriter {
  readonly #keys: MaskingKeys | undefined;

  /** @param fillRandom - Source of masking keys. Default: the engine's `crypto.getRandomValues`. */
  constructor(role: Role, fillRandom: FillRandom | undefined) {
    this.#keys = role === 'client' ? new MaskingKeys(fillRandom) : undefined;
  }

  /** Adds a whole frame to `queue`, a copy of its payload in it. */
  append(queue: ByteQueue, byte0: number, payload: Uint8Array): void {
    const word = this.#keys?.next();
    const size = headerLength(payload.length, word !== undefined) + payload.length;
    const at = queue.reserve(size);
    const start = writeHeader(queue.bytes, at, byte0, payload.length, word);
    if (payload.length > SHORT) queue.bytes.set(payload, start);
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
}

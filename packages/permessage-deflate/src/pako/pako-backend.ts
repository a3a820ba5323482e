/**
 * pako, a port of zlib, as the compressor. `docs/decisions/0017-deflate-of-our-own.md` compares it with the package's
 * own compressor and zlib.
 *
 * @module
 */
import {
  Z_DEFAULT_STRATEGY,
  Z_NO_FLUSH,
  Z_OK,
  Z_SYNC_FLUSH,
  ZStream,
  zlibDeflate,
  zlibDeflateInit2,
  zlibDeflateReset,
} from 'pako';
import { ByteQueue } from 'sansocket/bytes';
import type { CompressionBackend, Compressor, CompressorOptions } from '../deflate/index.ts';

/** Deflate, the only method that there is. */
const Z_DEFLATED = 8;

/** Output is made in pieces of this many bytes. */
const PIECE = 16_384;

/** The 00 00 FF FF that a flush ends with and a message does not (RFC 7692 §7.2.1). */
const TAIL_LENGTH = 4;

/** A backend for one thread: its compressors share the room for output. */
export function pakoBackend(): CompressionBackend {
  const room = new Uint8Array(PIECE);
  return { minWindowBits: 9, create: (options) => new PakoCompressor(options, room) };
}

class PakoCompressor implements Compressor {
  readonly heldBytes: number;
  readonly #stream = new ZStream();
  readonly #room: Uint8Array<ArrayBuffer>;

  constructor(
    { windowBits, level, memoryLevel }: CompressorOptions,
    room: Uint8Array<ArrayBuffer>,
  ) {
    this.#room = room;
    // As zlib says of itself, deflateInit2 in zlib.h; raw streams have negative window bits.
    this.heldBytes = 2 ** (windowBits + 2) + 2 ** (memoryLevel + 9);
    const status = zlibDeflateInit2(
      this.#stream,
      level,
      Z_DEFLATED,
      -windowBits,
      memoryLevel,
      Z_DEFAULT_STRATEGY,
    );
    if (status !== Z_OK) throw new RangeError(`zlib takes no window of ${windowBits} bits`);
  }

  begin(): void {
    // Nothing is to be remembered.
  }

  push(bytes: Uint8Array, fin: boolean): Uint8Array {
    const stream = this.#stream;
    stream.input = bytes;
    stream.next_in = 0;
    stream.avail_in = bytes.length;
    const output = new ByteQueue();
    do {
      stream.output = this.#room;
      stream.next_out = 0;
      stream.avail_out = PIECE;
      zlibDeflate(stream, fin ? Z_SYNC_FLUSH : Z_NO_FLUSH);
      output.append(this.#room, 0, stream.next_out);
    } while (stream.avail_out === 0);
    stream.input = new Uint8Array(0);
    const whole = output.take();
    if (!fin) return whole;
    // With nothing since the last flush there is no flush.
    return whole.length < TAIL_LENGTH ? new Uint8Array(1) : whole.subarray(0, -TAIL_LENGTH);
  }

  reset(): void {
    zlibDeflateReset(this.#stream);
  }

  /** zlib may refer to everything that it has seen: so all of it is discarded. */
  takeBack(): void {
    this.reset();
  }
}

/**
 * The compressed messages of one direction (RFC 7692 §7.2.2), inflated by zlib.
 *
 * @module
 */

import { constants, type InflateRaw, inflateRawSync } from 'node:zlib';
import { concat } from '@sansocket/testkit/wire';

/** Taken away from the end of every message (§7.2.1). */
const TAIL = Uint8Array.of(0x00, 0x00, 0xff, 0xff);
/** The largest window. */
const WINDOW = 32_768;
/** Of one message: more is not inflated. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Inflates one message after the other. */
export class Inflation {
  #history: Uint8Array = new Uint8Array(0);

  /** The end of what was inflated, to which the next message may refer. */
  get history(): Uint8Array {
    return this.#history;
  }

  /**
   * @param forgets - Whether the compressor forgets its window before each message.
   * @returns `undefined` when it is not DEFLATE, or longer than 64 MiB.
   */
  inflate(payload: Uint8Array, forgets: boolean): Uint8Array | undefined {
    const before = forgets ? new Uint8Array(0) : this.#history;
    const data = inflated(concat(payload, TAIL), before);
    if (data !== undefined) this.#history = concat(before, data).slice(-WINDOW);
    return data;
  }
}

/** A block with BFINAL ends zlib's stream, but not the message (§7.2.3.4). */
function inflated(bytes: Uint8Array, dictionary: Uint8Array): Uint8Array | undefined {
  const { Z_SYNC_FLUSH } = constants;
  const pieces: Uint8Array[] = [];
  let history = dictionary;
  let room = MOST_BYTES;
  for (let at = 0; at < bytes.length; ) {
    try {
      const options = { finishFlush: Z_SYNC_FLUSH, info: true, maxOutputLength: Math.max(room, 1) };
      const { buffer, engine } = inflateRawSync(bytes.subarray(at), {
        ...options,
        ...(history.length > 0 && { dictionary: history }),
      }) as unknown as { readonly buffer: Uint8Array; readonly engine: InflateRaw };
      const used = engine.bytesWritten;
      if (used === 0) return undefined;
      pieces.push(Uint8Array.from(buffer));
      history = concat(history, buffer).slice(-WINDOW);
      room -= buffer.length;
      at += used;
    } catch {
      return undefined;
    }
  }
  return concat(...pieces);
}

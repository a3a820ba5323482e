/**
 * Compressed messages as zlib makes them (RFC 7692 §7.2.1), in frames of a server.
 *
 * They are not masked: who unmasks in place would find other bytes at the next pass. Nor does any refer to
 * what came before the first of them, so that they can follow each other for ever.
 *
 * @module
 */

import { constants, deflateRawSync } from 'node:zlib';
import { FrameEncoder, Opcode } from 'sansocket/framing';
import { jsonMessages } from './json.ts';
import type { DeflateWork } from './work.ts';

/** Messages of one call. */
export interface CompressedTraffic {
  readonly reads: readonly Uint8Array[];
  readonly texts: readonly string[];
}

const READ = 65_536;
const CALL_BYTES = 262_144;
const WINDOW = 32_768;

/** The texts of one call: enough to fill a window, and several times when they are short. */
export function textsOf({ bytes }: DeflateWork): readonly string[] {
  return jsonMessages(bytes, Math.max(4, Math.min(512, Math.ceil(CALL_BYTES / bytes))));
}

/** The same, compressed. */
export function compressedTraffic(work: DeflateWork): CompressedTraffic {
  const texts = textsOf(work);
  const encoder = new FrameEncoder({ role: 'server' });
  let window = Buffer.alloc(0);
  const frames = texts.flatMap((text) => {
    const plain = Buffer.from(text);
    const payload = compressed(plain, window);
    if (work.takeover) window = Buffer.concat([window, plain]).subarray(-WINDOW);
    return encoder.frame({ opcode: Opcode.text, rsv1: true }, payload);
  });
  const stream = Buffer.concat(frames);
  const reads = Array.from({ length: Math.ceil(stream.length / READ) }, (_, i) =>
    Buffer.from(stream.subarray(i * READ, (i + 1) * READ)),
  );
  return { reads, texts };
}

function compressed(plain: Uint8Array, window: Uint8Array): Uint8Array {
  const options = { finishFlush: constants.Z_SYNC_FLUSH };
  const bytes = deflateRawSync(
    plain,
    window.length === 0 ? options : { ...options, dictionary: window },
  );
  return bytes.subarray(0, -4);
}

/**
 * Compressed messages as zlib makes them (RFC 7692 §7.2.1), in frames of a server.
 *
 * They are not masked: a library that unmasks in place would find other bytes at the next pass. None refers to data
 * before the first of them, so that they can follow each other for ever.
 *
 * @module
 */

import { constants, deflateRawSync } from 'node:zlib';
import { FrameEncoder, Opcode } from 'sansocket/framing';
import { hostileMessages } from './hostile-deflate.ts';
import { jsonMessages } from './json.ts';
import type { DeflateWork, HostileInflateWork } from './work.ts';

/** Messages of one call. */
export interface CompressedTraffic {
  readonly reads: readonly Uint8Array[];
  readonly messages: number;
  /** Characters of all of them. */
  readonly delivered: number;
  /** The unit of a row: messages, or for hostile ones the bytes of their payloads. */
  readonly units: number;
}

const READ = 65_536;
const CALL_BYTES = 262_144;
const WINDOW = 32_768;

/** The texts of one call: enough to fill a window, and several times when they are short. */
export function textsOf({ bytes }: DeflateWork): readonly string[] {
  return jsonMessages(bytes, Math.max(4, Math.min(512, Math.ceil(CALL_BYTES / bytes))));
}

/** The same, compressed; or hostile messages. */
export function compressedTraffic(work: DeflateWork | HostileInflateWork): CompressedTraffic {
  if (work.kind === 'inflate-hostile') {
    const { payloads, plainBytes } = hostileMessages(work.input);
    const units = payloads.reduce((sum, { length }) => sum + length, 0);
    return { reads: readsOf(payloads), messages: payloads.length, delivered: plainBytes, units };
  }
  const texts = textsOf(work);
  let window = Buffer.alloc(0);
  const payloads = texts.map((text) => {
    const plain = Buffer.from(text);
    const payload = compressed(plain, window);
    if (work.takeover) window = Buffer.concat([window, plain]).subarray(-WINDOW);
    return payload;
  });
  const delivered = texts.reduce((sum, { length }) => sum + length, 0);
  return { reads: readsOf(payloads), messages: texts.length, delivered, units: texts.length };
}

function readsOf(payloads: readonly Uint8Array[]): Uint8Array[] {
  const encoder = new FrameEncoder({ role: 'server' });
  const head = { opcode: Opcode.text, rsv1: true };
  const stream = Buffer.concat(payloads.map((payload) => encoder.frame(head, payload)));
  return Array.from({ length: Math.ceil(stream.length / READ) }, (_, i) =>
    Buffer.from(stream.subarray(i * READ, (i + 1) * READ)),
  );
}

function compressed(plain: Uint8Array, window: Uint8Array): Uint8Array {
  const options = { finishFlush: constants.Z_SYNC_FLUSH };
  const bytes = deflateRawSync(
    plain,
    window.length === 0 ? options : { ...options, dictionary: window },
  );
  return bytes.subarray(0, -4);
}

/**
 * Decoding: masked messages as a server gets them, in reads of 64 KiB as a socket gives them.
 *
 * Both unmask in the chunks, so each pass sees what the last one left: text and masking key are ASCII, and
 * stay it whatever is XORed how often.
 *
 * @module
 */

import { ByteQueue } from 'sansocket/bytes';
import { FrameEncoder, Opcode } from 'sansocket/framing';
import type { Task } from './compare.ts';
import { openServer } from './open-server.ts';
import { Receiver } from './ws-parts.ts';

const READ_BYTES = 65_536;
/** Of frames in one call, at least. */
const CALL_BYTES = 1_048_576;
const MAX_MESSAGE_BYTES = 16_777_216;

type Kind = 'text' | 'binary';

const rows: readonly (readonly [name: string, kind: Kind, bytes: number])[] = [
  ['16 B text', 'text', 16],
  ['125 B text', 'text', 125],
  ['1 KiB text', 'text', 1024],
  ['16 KiB binary', 'binary', 16_384],
  ['1 MiB binary', 'binary', 1_048_576],
];

/** Each call decodes about 1 MiB. */
export function decodeTasks(): Task[] {
  return rows.map(([name, kind, bytes]) => {
    const messages = Math.ceil(CALL_BYTES / bytes);
    const stream = framesOf(kind, bytes, messages);
    return {
      name: `decode ${name}`,
      messages,
      ours: ourDecoder(readsOf(stream), messages * bytes),
      theirs: theirDecoder(readsOf(stream), messages * bytes),
    };
  });
}

function ourDecoder(reads: readonly Uint8Array[], expected: number): () => void {
  const connection = openServer({ inPlace: true });
  return () => {
    let length = 0;
    for (const read of reads) {
      connection.receive(read, 0);
      for (let event; (event = connection.nextEvent()) !== undefined; ) {
        if (event.type === 'message') length += event.data.length;
      }
    }
    assertLength(length, expected);
  };
}

function theirDecoder(reads: readonly Uint8Array[], expected: number): () => void {
  let length = 0;
  const receiver = new Receiver({ isServer: true, maxPayload: MAX_MESSAGE_BYTES });
  receiver.on('message', (data, isBinary) => {
    length += isBinary ? data.length : data.toString().length;
  });
  return () => {
    length = 0;
    for (const read of reads) receiver.write(read);
    assertLength(length, expected);
  };
}

function assertLength(length: number, expected: number): void {
  if (length !== expected) throw new Error(`Decoded ${length} bytes instead of ${expected}`);
}

function framesOf(kind: Kind, bytes: number, messages: number): Uint8Array {
  let seed = 1;
  const fillRandom = (key: Uint8Array): void => {
    for (let i = 0; i < key.length; i++) key[i] = (seed = (seed * 48_271) % 0x7fff_ffff) & 0x7f;
  };
  const encoder = new FrameEncoder({ role: 'client', fillRandom });
  const payload = Uint8Array.from({ length: bytes }, (_, i) => 0x20 + (i % 0x5f));
  const stream = new ByteQueue();
  for (let i = 0; i < messages; i++)
    stream.append(encoder.frame({ opcode: Opcode[kind] }, payload));
  return stream.take();
}

/** A copy, cut as a socket cuts. */
function readsOf(stream: Uint8Array): Uint8Array[] {
  const reads: Uint8Array[] = [];
  for (let at = 0; at < stream.length; at += READ_BYTES) {
    reads.push(Buffer.from(stream.subarray(at, at + READ_BYTES)));
  }
  return reads;
}

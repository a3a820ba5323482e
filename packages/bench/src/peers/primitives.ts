/**
 * The best that engines and native code can do: a copy, masking alone, zlib alone.
 *
 * @module
 */

import { constants, inflateRawSync } from 'node:zlib';
import { createWasmMasker, maskInPlace } from 'sansocket/masking';
import { type ControlWork, hostileMessages, type Task } from '../work/index.ts';
import { loadPackage } from './load-package.ts';
import { assertDelivered, type Peer } from './peer.ts';

/** Bytes that one call works on, at least. */
const CALL_BYTES = 1_048_576;
/** A masking key of ASCII, as a word and as bytes. */
const WORD = 0x4d3c_2b1a;

/** Copies bytes from one array into another. */
export const memcpy: Peer = {
  control: (work) => repeat(work, (source, target) => target.set(source)),
};

/** Sansocket's masking, in place. */
export const masking: Peer = {
  control: (work) => repeat(work, (source) => maskInPlace(source, 0, source.length, WORD, 0)),
};

/** The same by WebAssembly. @throws Error in an engine that has none. */
export function wasmMasking(): Peer {
  const mask = createWasmMasker();
  if (mask === undefined) throw new Error('The engine has no WebAssembly with SIMD');
  return { control: (work) => repeat(work, (source) => mask(source, 0, source.length, WORD)) };
}

/** The native masking of `bufferutil`. */
export function nativeMasking(): Peer {
  const { unmask } = loadPackage('bufferutil') as {
    unmask: (buffer: Uint8Array, key: Uint8Array) => void;
  };
  const key = Buffer.from([0x1a, 0x2b, 0x3c, 0x4d]);
  return { control: (work) => repeat(work, (source) => unmask(source, key)) };
}

/** zlib in this thread, each message on its own, and its output as a string. */
export const zlib: Peer = {
  inflate(work) {
    if (work.kind !== 'inflate-hostile')
      throw new Error('Messages that refer to others are not inflated');
    const { payloads, plainBytes } = hostileMessages(work.input);
    const whole = payloads.map((payload) => Buffer.concat([payload, TAIL]));
    return {
      units: payloads.reduce((sum, { length }) => sum + length, 0),
      call() {
        let length = 0;
        for (const one of whole) length += inflateRawSync(one, FLUSH).toString().length;
        assertDelivered(length, plainBytes);
      },
    };
  },
};

/** The bytes removed from a message (RFC 7692 §7.2.1). */
const TAIL = Buffer.of(0, 0, 0xff, 0xff);
const FLUSH = { finishFlush: constants.Z_SYNC_FLUSH };

function repeat({ bytes }: ControlWork, work: (source: Buffer, target: Buffer) => void): Task {
  const source = Buffer.alloc(bytes, 'Sansocket ');
  const target = Buffer.alloc(bytes);
  const units = Math.ceil(CALL_BYTES / bytes);
  return {
    units,
    call() {
      for (let i = 0; i < units; i++) work(source, target);
    },
  };
}

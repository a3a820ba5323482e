/**
 * Masking by WebAssembly SIMD (RFC 6455 §5.3): sixteen bytes per instruction, for payloads of some KiB.
 *
 * JavaScript masks four bytes at a time. The module below masks its own memory, so a payload is copied in, masked,
 * and copied out in blocks; a block and its source fit together into the fastest cache. Despite the copies this is
 * much faster.
 *
 * The module in its text form (the build needs no tool for it: the code below assembles its bytes):
 *
 *     (module
 *       (memory (export "memory") 1)
 *       (func (export "mask") (param $length i32) (param $key i32) (local $at i32) (local $keys v128)
 *         (local.set $keys (i32x4.splat (local.get $key)))
 *         (loop $next
 *           (v128.store offset=1024 (local.get $at) (v128.xor (v128.load offset=1024 (local.get $at)) (local.get $keys)))
 *           ;; the same at offsets 1040, 1056 and 1072
 *           (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 64))) (local.get $length))))))
 *
 * @module
 */

import { compileWebAssembly, viewOf } from '../bytes/index.ts';
import type { Masker } from './masker.ts';

/** Bytes per block, a multiple of 64. */
const BLOCK = 12_288;

/**
 * Position of the block in the memory, in bytes. Some processors copy at half the speed from the beginning of a page
 * to a place a few bytes into another page, and a payload mostly begins just after the header of its frame.
 */
const BASE = 1024;

/**
 * Makes a masker, for the option `capabilities`. One masker can serve all connections of a thread.
 *
 * @returns The masker; `undefined` in an engine without WebAssembly, or without SIMD in it.
 *
 * @example
 * ```ts
 * import { ServerConnection } from 'sansocket';
 * import { createWasmMasker } from 'sansocket/masking';
 *
 * const capabilities = { mask: createWasmMasker() };
 * const connection = new ServerConnection({ capabilities, inPlace: true }, 0);
 * ```
 */
export function createWasmMasker(): Masker | undefined {
  const exports = compileWebAssembly(Uint8Array.from(wasmModule()));
  if (exports === undefined) return undefined;
  const mask = exports['mask'] as (length: number, word: number) => void;
  const memory = new Uint8Array((exports['memory'] as { readonly buffer: ArrayBuffer }).buffer);
  const block = viewOf(memory, BASE, BASE + BLOCK);
  /**
   * The view for the last part that was shorter than a block: the next such part mostly has the same length, and making
   * a view takes a tenth of the time of masking 1 KiB.
   */
  let rest = block;
  return (bytes, start, end, word) => {
    for (let at = start; at < end; at += BLOCK) {
      const length = Math.min(BLOCK, end - at);
      const part = viewOf(bytes, at, at + length);
      memory.set(part, BASE);
      mask(length, word);
      if (length < BLOCK && length !== rest.length) rest = viewOf(memory, BASE, BASE + length);
      part.set(length < BLOCK ? rest : block);
    }
  };
}

const I32 = 0x7f;
const V128 = 0x7b;
const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const LOCAL_TEE = 0x22;
const SIMD = 0xfd;
const [LENGTH, KEY, AT, KEYS] = [0, 1, 2, 3] as const;

/** The binary format: https://webassembly.github.io/spec/core/binary/ */
function wasmModule(): number[] {
  const step = [0, 16, 32, 48].flatMap((more) => [
    ...[LOCAL_GET, AT],
    ...[LOCAL_GET, AT, SIMD, 0x00, 4, ...offset(BASE + more)], // v128.load
    ...[LOCAL_GET, KEYS, SIMD, 0x51], // v128.xor
    ...[SIMD, 0x0b, 4, ...offset(BASE + more)], // v128.store
  ]);
  const body = [
    ...[2, 1, I32, 1, V128], // locals
    ...[LOCAL_GET, KEY, SIMD, 0x11, LOCAL_SET, KEYS], // i32x4.splat
    ...[0x03, 0x40], // loop
    ...step,
    ...[LOCAL_GET, AT, 0x41, 0xc0, 0x00, 0x6a, LOCAL_TEE, AT], // i32.const 64, i32.add
    ...[LOCAL_GET, LENGTH, 0x49, 0x0d, 0], // i32.lt_u, br_if
    ...[0x0b, 0x0b], // end, end
  ];
  return [
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // magic, version
    ...section(1, [1, 0x60, 2, I32, I32, 0]), // type
    ...section(3, [1, 0]), // function
    ...section(5, [1, 0, 1]), // memory of one page
    ...section(7, [2, ...name('memory'), 2, 0, ...name('mask'), 0, 0]), // exports
    ...section(10, [1, body.length, ...body]), // code
  ];
}

/** Encodes a number as the format does: seven bits per byte, the lowest first. */
function offset(bytes: number): number[] {
  return [(bytes & 0x7f) | 0x80, bytes >>> 7];
}

/** A section: its id, its length and its content. All lengths are below 128, so each takes one byte. */
function section(id: number, content: readonly number[]): number[] {
  return [id, content.length, ...content];
}

function name(text: string): number[] {
  return [text.length, ...Array.from(text, (letter) => letter.charCodeAt(0))];
}

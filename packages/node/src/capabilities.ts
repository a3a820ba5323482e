/**
 * The capabilities that are faster in Node than portable code.
 *
 * @module
 */

import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import { markAsUntransferable } from 'node:worker_threads';
import type { Capabilities } from 'sansocket';
import { shareArrays } from 'sansocket/bytes';
import { createWasmMasker } from 'sansocket/masking';

type Slice = (this: Uint8Array, start: number, end: number) => string;

/** The methods behind `toString` and `write`: they work on any byte array, without a view of the part. */
const { latin1Slice, utf8Slice, utf8Write } = Buffer.prototype as unknown as {
  readonly latin1Slice?: Slice;
  readonly utf8Slice?: Slice;
  readonly utf8Write?: (this: Uint8Array, text: string, at: number, most: number) => number;
};

/** The capabilities of all connections of `serve`, `attach` and `connect`: always the same object. */
export function nodeCapabilities(): Capabilities {
  return capabilities;
}

function create(): Capabilities {
  return {
    mask: createWasmMasker(),
    decodeText: utf8Slice && decodeText,
    decodeAscii: latin1Slice && ((bytes, start, end) => latin1Slice.call(bytes, start, end)),
    encodeText: utf8Write && encodeText,
    allocate,
    sha1: (text) => hash('sha1', text, 'base64'),
  };
}

/** The longest array, in bytes, for which V8 allocates no separate memory. */
const MOST_CHEAP = 64;

/** As in Node's buffers, short arrays share one array of 8 KiB, which cannot be transferred to another thread. */
function allocate(bytes: number): Uint8Array {
  return bytes <= MOST_CHEAP ? new Uint8Array(bytes) : allocateLonger(bytes);
}

const allocateLonger = /* @__PURE__ */ shareArrays(make, (bytes) => {
  const shared = make(bytes);
  markAsUntransferable(shared.buffer);
  return shared;
});

function make(bytes: number): Uint8Array {
  return new Uint8Array(Buffer.allocUnsafeSlow(bytes).buffer);
}

function encodeText(text: string, target: Uint8Array, position: number): number {
  return utf8Write!.call(target, text, position, 3 * text.length);
}

/** From this length on, in bytes, a decoder is faster than `utf8Slice`: only in Deno. */
const LONG_TEXT = 'deno' in process.versions ? 200 : Infinity;

const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { ignoreBOM: true });

/** U+FFFD in the result stands for invalid UTF-8, or for itself. */
function decodeText(bytes: Uint8Array, start: number, end: number): string | undefined {
  const text =
    end - start < LONG_TEXT
      ? utf8Slice!.call(bytes, start, end)
      : decoder.decode(bytes.subarray(start, end));
  return text.includes('\ufffd') && !isUtf8(bytes.subarray(start, end)) ? undefined : text;
}

/** Its masker takes some KiB of memory. */
const capabilities: Capabilities = /* @__PURE__ */ create();

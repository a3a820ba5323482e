/**
 * The capabilities that are faster in Deno than portable code.
 *
 * @module
 */

import { Buffer } from 'node:buffer';
import type { Capabilities } from 'sansocket';
import { shareArrays } from 'sansocket/bytes';
import { createWasmMasker } from 'sansocket/masking';

/** The capabilities of all connections of `serve` and `connect`: always the same object. */
export function denoCapabilities(): Capabilities {
  return capabilities;
}

function create(): Capabilities {
  return { mask: createWasmMasker(), decodeText: textDecoding(), decodeAscii, allocate };
}

/**
 * In Deno, making an array takes longer than everything else for a short message: so short arrays share arrays of 8
 * KiB.
 */
const allocate = /* @__PURE__ */ shareArrays((bytes) => new Uint8Array(bytes));

type Slice = (this: Uint8Array, start: number, end: number) => string;

/** The methods behind `toString` of Node's buffers: they work on any byte array, without a view of the part. */
const { latin1Slice, utf8Slice } = Buffer.prototype as unknown as {
  readonly latin1Slice: Slice;
  readonly utf8Slice: Slice;
};

/** Up to this length, in bytes, `utf8Slice` is faster than a decoder. */
const SHORT_TEXT = 200;

function decodeAscii(bytes: Uint8Array, start: number, end: number): string {
  return latin1Slice.call(bytes, start, end);
}

/**
 * Deno's decoder is several times as fast when it is not fatal: U+FFFD in the result stands for invalid UTF-8, or for
 * itself.
 */
function textDecoding(): (bytes: Uint8Array, start: number, end: number) => string | undefined {
  const replacing = new TextDecoder('utf-8', { ignoreBOM: true });
  const fatal = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
  return (bytes, start, end) => {
    const text =
      end - start <= SHORT_TEXT
        ? utf8Slice.call(bytes, start, end)
        : replacing.decode(bytes.subarray(start, end));
    if (!text.includes('\ufffd')) return text;
    try {
      return fatal.decode(bytes.subarray(start, end));
    } catch {
      return undefined;
    }
  };
}

/** Its masker takes some KiB of memory. */
const capabilities: Capabilities = /* @__PURE__ */ create();

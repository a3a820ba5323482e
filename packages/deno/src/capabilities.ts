/**
 * What Deno does better than portable code.
 *
 * @module
 */

import { Buffer } from 'node:buffer';
import type { Capabilities } from 'sansocket';
import { shareArrays } from 'sansocket/bytes';
import { createWasmMasker } from 'sansocket/masking';

/** What `serve` and `connect` give their connections: the same object for all of them. */
export function denoCapabilities(): Capabilities {
  return capabilities;
}

function create(): Capabilities {
  return { mask: createWasmMasker(), decodeText: textDecoding(), decodeAscii, allocate };
}

/** To make an array takes Deno longer than all else that a short message takes: so they share arrays of 8 KiB. */
const allocate = /* @__PURE__ */ shareArrays((bytes) => new Uint8Array(bytes));

type Slice = (this: Uint8Array, start: number, end: number) => string;

/** The methods behind `toString` of Node's buffers: of any array of bytes, and without a view of the part. */
const { latin1Slice, utf8Slice } = Buffer.prototype as unknown as {
  readonly latin1Slice: Slice;
  readonly utf8Slice: Slice;
};

/** Up to here, in bytes, `utf8Slice` is faster than a decoder. */
const SHORT_TEXT = 200;

function decodeAscii(bytes: Uint8Array, start: number, end: number): string {
  return latin1Slice.call(bytes, start, end);
}

/** Deno's decoder is several times as fast when it need not be fatal: then U+FFFD stands for what is not UTF-8, or for itself. */
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

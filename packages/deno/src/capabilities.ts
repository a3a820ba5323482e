/**
 * What Deno does better than portable code.
 *
 * @module
 */

import type { Capabilities } from 'sansocket';
import { MOST_SHARED, shareArrays } from 'sansocket/bytes';
import { createWasmMasker } from 'sansocket/masking';

/** What `serve` and `connect` give their connections. Its masker takes some KiB of memory. */
export function denoCapabilities(): Capabilities {
  return { mask: createWasmMasker(), decodeText: textDecoding(), allocate };
}

/** To make an array takes Deno longer than all else that a short message takes: so they share arrays of 8 KiB. */
function allocate(bytes: number): Uint8Array {
  return bytes <= MOST_SHARED ? allocateShort(bytes) : new Uint8Array(bytes);
}

const allocateShort = shareArrays((bytes) => new Uint8Array(bytes));

/** Deno's decoder is several times as fast when it need not be fatal: then U+FFFD stands for what is not UTF-8, or for itself. */
function textDecoding(): (bytes: Uint8Array, start: number, end: number) => string | undefined {
  const replacing = new TextDecoder('utf-8', { ignoreBOM: true });
  const fatal = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
  return (bytes, start, end) => {
    const part = bytes.subarray(start, end);
    const text = replacing.decode(part);
    if (!text.includes('\ufffd')) return text;
    try {
      return fatal.decode(part);
    } catch {
      return undefined;
    }
  };
}

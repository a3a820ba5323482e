/**
 * What Node does better than portable code.
 *
 * @module
 */

import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import type { Capabilities } from 'sansocket';
import { createWasmMasker } from 'sansocket/masking';

type Slice = (this: Uint8Array, start: number, end: number) => string;

/** The methods behind `toString` and `write`: of any array of bytes, and without a view of the part. */
const { latin1Slice, utf8Slice, utf8Write } = Buffer.prototype as unknown as {
  readonly latin1Slice?: Slice;
  readonly utf8Slice?: Slice;
  readonly utf8Write?: (this: Uint8Array, text: string, at: number, most: number) => number;
};

/** What `serve`, `attach` and `connect` give their connections. Its masker takes some KiB of memory. */
export function nodeCapabilities(): Capabilities {
  const allocate = (bytes: number): Uint8Array =>
    new Uint8Array(Buffer.allocUnsafeSlow(bytes).buffer);
  return {
    mask: createWasmMasker(),
    decodeText: utf8Slice && decodeText,
    decodeAscii: latin1Slice && ((bytes, start, end) => latin1Slice.call(bytes, start, end)),
    encodeText: utf8Write && encodeText,
    allocate,
    sha1: (text) => hash('sha1', text, 'base64'),
  };
}

function encodeText(text: string, target: Uint8Array, position: number): number {
  return utf8Write!.call(target, text, position, 3 * text.length);
}

/** U+FFFD stands for what is not UTF-8, or for itself. */
function decodeText(bytes: Uint8Array, start: number, end: number): string | undefined {
  const text = utf8Slice!.call(bytes, start, end);
  return text.includes('\ufffd') && !isUtf8(bytes.subarray(start, end)) ? undefined : text;
}

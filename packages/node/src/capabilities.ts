/**
 * What Node does better than portable code.
 *
 * @module
 */

import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import type { Capabilities } from 'sansocket';
import { createWasmMasker } from 'sansocket/masking';

/** The method behind `toString`: of any array of bytes, and without a view of the part. */
const { utf8Slice } = Buffer.prototype as unknown as {
  readonly utf8Slice?: (this: Uint8Array, start: number, end: number) => string;
};

/** What `serve`, `attach` and `connect` give their connections. Its masker takes some KiB of memory. */
export function nodeCapabilities(): Capabilities {
  const allocate = (bytes: number): Uint8Array =>
    new Uint8Array(Buffer.allocUnsafeSlow(bytes).buffer);
  const sha1 = (text: string): string => hash('sha1', text, 'base64');
  return { mask: createWasmMasker(), decodeText: utf8Slice && decodeText, allocate, sha1 };
}

/** U+FFFD stands for what is not UTF-8, or for itself. */
function decodeText(bytes: Uint8Array, start: number, end: number): string | undefined {
  const text = utf8Slice!.call(bytes, start, end);
  return text.includes('\ufffd') && !isUtf8(bytes.subarray(start, end)) ? undefined : text;
}

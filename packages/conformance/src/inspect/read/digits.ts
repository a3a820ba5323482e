/**
 * Bytes of one direction, pasted as hexadecimal digits or in base64.
 *
 * @module
 */

import type { Capture, CaptureFile } from '../capture.ts';

/** @returns `undefined` for a text that is neither. */
export function readDigits(text: string): CaptureFile | undefined {
  const hexadecimal = text.replaceAll(/0x|\\x|[\s,:;]/gi, '');
  if (/^(?:[0-9a-f]{2})+$/i.test(hexadecimal)) {
    return fileOf('hexadecimal digits', Buffer.from(hexadecimal, 'hex'));
  }
  const base64 = text.replaceAll(/\s/g, '');
  if (/^[\w+/-]{2,}={0,2}$/.test(base64) && base64.length % 4 !== 1) {
    return fileOf('base64', Buffer.from(base64, 'base64'));
  }
  return undefined;
}

/** Bytes as they are, of the end that their first frame, or their head, is of. */
export function fileOf(format: string, bytes: Uint8Array): CaptureFile {
  const isClients = isRequest(bytes) || (!isResponse(bytes) && ((bytes[1] ?? 0) & 0x80) !== 0);
  const way = isClients ? 'client' : 'server';
  const capture: Capture = {
    stream: 0,
    segments: [{ way, at: 0, bytes: Uint8Array.from(bytes) }],
    endings: [],
    notes: [],
  };
  return { format: `${format}, one direction`, captures: [capture], notes: [] };
}

function isRequest(bytes: Uint8Array): boolean {
  return startOf(bytes).startsWith('GET ');
}

function isResponse(bytes: Uint8Array): boolean {
  return startOf(bytes).startsWith('HTTP/1.');
}

function startOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 8)).toString('latin1');
}

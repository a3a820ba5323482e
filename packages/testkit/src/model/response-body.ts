/**
 * The body of a response that is not a 101 (RFC 9112 §6.3, §7.1).
 *
 * @module
 */

import { elementsOf } from './extension-list.ts';
import { type ModelHead, valuesOf } from './head.ts';
import { latin1, octets } from './octets.ts';

/** The line before a chunk: its length, and extensions, which are ignored. */
const CHUNK_SIZE = /^([0-9A-Fa-f]+)[\t ]*(?:;[^\r\n]*)?\r\n/;

/**
 * The body so far: data of chunks put together, any other transfer coding left as it is.
 *
 * @param rest - All bytes after the head.
 */
export function bodyOf(head: ModelHead, rest: Uint8Array): Uint8Array {
  const status = Number(head.firstLine.split(' ')[1]);
  if (status < 200 || status === 204 || status === 304) return new Uint8Array(0);
  const codings = elementsOf(valuesOf(head, 'transfer-encoding'));
  if (codings.at(-1)?.toLowerCase() === 'chunked') return octets(dataOfChunks(latin1(rest)));
  if (codings.length > 0) return rest;
  const [length = '', ...others] = elementsOf(valuesOf(head, 'content-length'));
  const isLength = /^\d+$/.test(length) && others.every((other) => other === length);
  return isLength ? rest.subarray(0, Number(length)) : rest;
}

/** Ends at a chunk that is empty, incomplete or invalid. */
function dataOfChunks(text: string): string {
  const [line, digits] = CHUNK_SIZE.exec(text) ?? [];
  const size = Number.parseInt(digits ?? '0', 16);
  if (line === undefined || size === 0) return '';
  const end = line.length + size;
  const data = text.slice(line.length, end);
  return text.slice(end, end + 2) === '\r\n' ? data + dataOfChunks(text.slice(end + 2)) : data;
}

/**
 * Heads as values, cut out of their text at the positions that the parser recorded.
 *
 * @module
 */

import { type Fields, trimSpace } from './fields.ts';
import type { RequestHead, ResponseHead } from './head.ts';

/**
 * @param text - The head, each byte decoded to one character.
 * @param ends - The positions where the method and the target end, then the name and the value of each field.
 */
export function requestOf(text: string, ends: readonly number[]): RequestHead {
  let start = 0;
  while (text[start] === '\r') start += 2;
  const methodEnd = ends[0]!;
  const targetEnd = ends[1]!;
  return {
    method: text.slice(start, methodEnd),
    target: text.slice(methodEnd + 1, targetEnd),
    httpVersion: text.slice(targetEnd + 6, targetEnd + 9),
    fields: fieldsOf(text, ends, 2, targetEnd + 11),
  };
}

/**
 * @param text - The head, each byte decoded to one character.
 * @param ends - The positions where the status line ends, then the name and the value of each field.
 */
export function responseOf(text: string, ends: readonly number[]): ResponseHead {
  const lineEnd = ends[0]!;
  return {
    status: Number(text.slice(9, 12)),
    reason: text.slice(13, lineEnd),
    httpVersion: text.slice(5, 8),
    fields: fieldsOf(text, ends, 1, lineEnd + 2),
  };
}

function fieldsOf(text: string, ends: readonly number[], first: number, start: number): Fields {
  const fields: [string, string][] = [];
  let lineStart = start;
  for (let i = first; i < ends.length; i += 2) {
    const nameEnd = ends[i]!;
    const lineEnd = ends[i + 1]!;
    fields.push([text.slice(lineStart, nameEnd), trimSpace(text, nameEnd + 1, lineEnd)]);
    lineStart = lineEnd + 2;
  }
  return fields;
}

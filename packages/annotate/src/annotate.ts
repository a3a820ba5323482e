/**
 * A stream of one direction, part by part: a head if it begins with one, then frames, then ignored bytes.
 *
 * @module
 */

import { annotateFrame } from './annotate-frame.ts';
import { annotateHead } from './annotate-head.ts';
import { opcodes } from './names.ts';
import type { Part } from './part.ts';

/** Facts about a stream before it is read. */
export interface StreamHints {
  /** The name of its head. Default: it has none. */
  readonly head?: 'request' | 'response' | undefined;
  /** Position after which all bytes are ignored: that of a violation, plus one. */
  readonly readTo?: number | undefined;
}

/** Splits a stream into parts. */
export function annotate(bytes: Uint8Array, { head, readTo = bytes.length }: StreamHints): Part[] {
  const read = bytes.subarray(0, readTo);
  const parts: Part[] = [];
  let at = 0;
  if (head !== undefined && read.length > 0) {
    const part = annotateHead(read, head);
    parts.push(part);
    at = part.end;
  }
  while (at < read.length) {
    const part = annotateFrame(read, at);
    parts.push(part);
    at = part.end;
    if ((read[part.start]! & 0x0f) === opcodes.close && part.isWhole) break;
  }
  if (at < bytes.length) parts.push(unread(at, bytes.length));
  return parts;
}

function unread(start: number, end: number): Part {
  const meaning = 'nobody looks at what comes behind a violation or a Close frame';
  return {
    kind: 'unread',
    title: 'not looked at',
    start,
    end,
    isWhole: true,
    fields: [{ start, end, kind: 'unread', name: 'any bytes', meaning }],
  };
}

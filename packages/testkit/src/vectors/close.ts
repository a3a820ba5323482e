/**
 * Vectors of Close frames: codes, reasons, and that later bytes are ignored (RFC 6455 §5.5.1, §7).
 *
 * @module
 */

import { hex, utf8 } from '../wire/index.ts';
import { atHeader, atPayload, type FrameRow, frameVectors } from './frame-vectors.ts';
import {
  begins,
  close,
  closeWith,
  continuation,
  gotClose,
  gotPing,
  gotText,
  ping,
  text,
} from './frames-by-hand.ts';
import type { Vector } from './vector.ts';

/** Close frames. */
export function closeVectors(): Vector[] {
  return frameVectors('close', [
    ...codeRows(),
    ...refusedCodeRows(),
    ...reasonRows(),
    ...refusedReasonRows(),
    ...afterRows,
  ]);
}

/** The codes of §7.4.1 that may be sent, 1012 to 1014 of the registry, and the ranges of §7.4.2. */
function codeRows(): FrameRow[] {
  const codes = [
    1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999,
  ];
  return codes.map((code) => ({
    id: `code-${code}`,
    title: `Close frame with the code ${code}`,
    section: '§7.4',
    frames: [closeWith(code)],
    events: [gotClose(code)],
  }));
}

/** Each fails at its first byte if no code that may be sent begins with it. */
function refusedCodeRows(): FrameRow[] {
  const rows: readonly (readonly [code: number, index: 0 | 1])[] = [
    [0, 0],
    [1, 0],
    [767, 0],
    [999, 1],
    [1004, 1],
    [1005, 1],
    [1006, 1],
    [1015, 1],
    [1016, 1],
    [1023, 1],
    [1024, 0],
    [1100, 0],
    [2000, 0],
    [2815, 0],
    [2816, 1],
    [2999, 1],
    [5000, 1],
    [5119, 1],
    [5120, 0],
    [65_535, 0],
  ];
  return rows.map(([code, index]) => ({
    id: `code-${code}-refused`,
    title: `Close frame with the code ${code}, which may not stand in one`,
    section: '§7.4',
    frames: [text('ok'), closeWith(code, 'reason')],
    events: [gotText('ok')],
    breaks: atPayload('close-code-invalid', 1, index),
  }));
}

function reasonRows(): FrameRow[] {
  const reasons: Readonly<Record<string, string>> = {
    ascii: 'bye',
    'of-123-bytes': 'x'.repeat(123),
    'of-41-characters': '€'.repeat(41),
    'with-four-bytes': 'bye 😀',
    'with-byte-order-mark': '\ufeffbye',
    'with-nul': 'by\0e',
  };
  const rows = Object.entries(reasons).map(
    ([name, reason]): FrameRow => ({
      id: `reason-${name}`,
      title: `Close frame with a reason ${name.replaceAll('-', ' ')}`,
      section: '§5.5.1',
      frames: [closeWith(1000, reason)],
      events: [gotClose(1000, reason)],
    }),
  );
  return [
    ...rows,
    {
      id: 'empty',
      title: 'Close frame without payload',
      section: '§7.1.5',
      frames: [close()],
      events: [gotClose()],
    },
    {
      id: 'incomplete',
      title: 'A Close frame that lacks its last byte closes nothing yet',
      section: '§5.5.1',
      frames: [closeWith(1000, 'bye')],
      events: [],
      missing: 1,
    },
  ];
}

function refusedReasonRows(): FrameRow[] {
  const reasons: readonly (readonly [name: string, bytes: string, index: number])[] = [
    ['byte-ff', '62 ff 65', 1],
    ['surrogate', '62 ed a0 80', 2],
    ['overlong', 'c0 af', 0],
    ['ends-in-a-character', '62 e2 82', 1],
  ];
  const rows = reasons.map(
    ([name, bytes, index]): FrameRow => ({
      id: `reason-${name}-refused`,
      title: `Close frame with a reason of the bytes ${bytes}`,
      section: '§5.5.1',
      frames: [closeWith(1000, hex(bytes))],
      events: [],
      breaks: atPayload('close-reason-not-utf8', 0, 2 + index),
    }),
  );
  return [
    ...rows,
    {
      id: 'one-byte',
      title: 'A Close frame with one byte: half a code',
      section: '§5.5.1',
      frames: [close(Uint8Array.of(0x03))],
      events: [],
      breaks: atHeader('close-payload-too-short', 0, 1),
    },
  ];
}

/** Bytes after a Close frame are ignored (§5.5.1, §7.1.4). */
const afterRows: readonly FrameRow[] = [
  {
    id: 'text-behind',
    title: 'A message after a Close frame',
    section: '§5.5.1',
    frames: [closeWith(1000), text('late')],
    events: [gotClose(1000)],
  },
  {
    id: 'ping-behind',
    title: 'A ping after a Close frame',
    section: '§5.5.2',
    frames: [closeWith(1000), ping('late')],
    events: [gotClose(1000)],
  },
  {
    id: 'second-close-behind',
    title: 'A second Close frame: the first one counts',
    section: '§7.1.5',
    frames: [closeWith(1000, 'first'), closeWith(1001, 'second')],
    events: [gotClose(1000, 'first')],
  },
  {
    id: 'violation-behind',
    title: 'A frame after a Close frame breaks a rule and is not read',
    section: '§5.5.1',
    frames: [closeWith(1000), text(utf8('late'), { reservedBits: 0x70 })],
    events: [gotClose(1000)],
  },
  {
    id: 'after-messages',
    title: 'Messages and pings, then a Close frame',
    section: '§5.5.1',
    frames: [text('a'), ping('p'), text('b', begins), continuation('c'), closeWith(4000, 'enough')],
    events: [gotText('a'), gotPing('p'), gotText('bc'), gotClose(4000, 'enough')],
  },
];

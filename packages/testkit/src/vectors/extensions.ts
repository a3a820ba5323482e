/**
 * Vectors of permessage-deflate in use (RFC 7692 §6, §7.2; RFC 6455 §9): both ends may take their
 * window over from one message to the next.
 *
 * @module
 */

import { concat, hex, positionText, serializeDeflate, utf8 } from '../wire/index.ts';
import { atHeader, atPayload, type Breach, type FrameRow, frameVectors } from './frame-vectors.ts';
import {
  binary,
  closeWith,
  compressed,
  continuation,
  gotBinary,
  gotClose,
  gotPing,
  gotText,
  ping,
  text,
} from './frames-by-hand.ts';
import type { Vector } from './vector.ts';

const options = { extensions: ['permessage-deflate'] };
const row = { section: 'RFC 7692 §7.2.2', options, events: [] };

/** "Hello" in a fixed block (RFC 7692 §7.2.3.1). */
const HELLO = /* @__PURE__ */ hex('f2 48 cd c9 c9 07 00');
/** The same in a final block (§7.2.3.4). */
const FINAL_HELLO = /* @__PURE__ */ hex('f3 48 cd c9 c9 07 00');

/** Compressed messages. */
export function extensionsVectors(): Vector[] {
  return frameVectors('extensions', [
    ...exampleRows(),
    ...legalRows(),
    ...fragmentedRows(),
    ...finalRows(),
    ...bitRows(),
    ...illegalRows(),
    ...outputRows(),
  ]);
}

/** The examples of RFC 7692 §7.2.3. */
function exampleRows(): FrameRow[] {
  const hello = { ...row, events: [gotText('Hello')] };
  const one = (id: string, section: string, title: string, payload: Uint8Array): FrameRow => {
    return {
      ...hello,
      id,
      section: `RFC 7692 ${section}`,
      title,
      frames: [text(payload, compressed)],
    };
  };
  const stored = hex('00 05 00 fa ff 48 65 6c 6c 6f 00');
  const twoBlocks = hex('f2 48 05 00 00 00 ff ff ca c9 c9 07 00');
  return [
    one('hello', '§7.2.3.1', '"Hello" in a fixed block', HELLO),
    {
      ...hello,
      id: 'hello-fragmented',
      section: 'RFC 7692 §7.2.3.1',
      title: '"Hello" in two fragments: RSV1 is set on the first',
      frames: [
        text(HELLO.subarray(0, 3), { ...compressed, fin: false }),
        continuation(HELLO.subarray(3)),
      ],
    },
    {
      ...row,
      id: 'hello-twice',
      section: 'RFC 7692 §7.2.3.2',
      title: 'The second "Hello" points into the first',
      frames: [text(HELLO, compressed), text(hex('f2 00 11 00 00'), compressed)],
      events: [gotText('Hello'), gotText('Hello')],
    },
    one('hello-stored', '§7.2.3.3', '"Hello" in a stored block', stored),
    one('hello-final', '§7.2.3.4', '"Hello" in a final block', concat(FINAL_HELLO, hex('00'))),
    one('hello-two-blocks', '§7.2.3.5', '"Hello" in two blocks', twoBlocks),
  ];
}

function legalRows(): FrameRow[] {
  const dynamic = positionText(200);
  const tokens = [...utf8(dynamic)];
  return [
    {
      ...row,
      id: 'not-compressed',
      title: 'A message without RSV1 is not compressed, and leaves the window alone',
      frames: [text(HELLO, compressed), text('plain'), text(hex('f2 00 11 00 00'), compressed)],
      events: [gotText('Hello'), gotText('plain'), gotText('Hello')],
    },
    {
      ...row,
      id: 'not-compressed-not-utf8',
      section: '§8.1',
      title: 'A text that is not compressed fails at its byte, as without the extension',
      frames: [text(hex('61 ff 62'))],
      breaks: atPayload('text-not-utf8', 0, 1),
    },
    {
      ...row,
      id: 'empty',
      section: 'RFC 7692 §7.2.3.6',
      title: 'An empty message, compressed',
      frames: [text(hex('00'), compressed)],
      events: [gotText('')],
    },
    {
      ...row,
      id: 'binary',
      title: 'A binary message, compressed',
      frames: [binary(HELLO, compressed)],
      events: [gotBinary('48656c6c6f')],
    },
    {
      ...row,
      id: 'dynamic',
      title: 'A block with its own codes',
      frames: [text(serializeDeflate([{ type: 'dynamic', tokens, runs: true }]), compressed)],
      events: [gotText(dynamic)],
    },
    {
      ...row,
      id: 'overlapping-copy',
      title: 'A copy that overlaps itself',
      frames: [text(serializeDeflate([fixed(0x61, { length: 258, distance: 1 })]), compressed)],
      events: [gotText('a'.repeat(259))],
    },
  ];
}

function fragmentedRows(): FrameRow[] {
  return [
    {
      ...row,
      id: 'ping-between',
      title: 'A ping between the fragments of a compressed message is not compressed',
      frames: [
        text(HELLO.subarray(0, 3), { ...compressed, fin: false }),
        ping('p'),
        continuation(HELLO.subarray(3)),
        closeWith(1000),
      ],
      events: [gotPing('p'), gotText('Hello'), gotClose(1000)],
    },
    {
      ...row,
      id: 'empty-fragment-last',
      title: 'The last fragment of a compressed message is empty',
      frames: [text(HELLO, { ...compressed, fin: false }), continuation('')],
      events: [gotText('Hello')],
    },
  ];
}

/** A final block ends at a whole byte, and another one may follow (RFC 7692 §7.2.1). */
function finalRows(): FrameRow[] {
  return [
    {
      ...row,
      id: 'final-twice',
      section: 'RFC 7692 §7.2.1',
      title: 'Two final blocks in one message',
      frames: [text(concat(FINAL_HELLO, FINAL_HELLO, hex('00')), compressed)],
      events: [gotText('HelloHello')],
    },
    {
      ...row,
      id: 'final-keeps-the-window',
      section: 'RFC 7692 §7.2.1',
      title: 'A message that points into one that ended with a final block',
      frames: [
        text(concat(FINAL_HELLO, hex('00')), compressed),
        text(hex('f2 00 11 00 00'), compressed),
      ],
      events: [gotText('Hello'), gotText('Hello')],
    },
  ];
}

/** RSV1 belongs to the first frame of a message, and the other bits have no owner (RFC 7692 §6). */
function bitRows(): FrameRow[] {
  const bit = (id: string, title: string, frames: FrameRow['frames'], at: number): FrameRow => ({
    ...row,
    section: 'RFC 7692 §6',
    id: `reserved-bit-${id}`,
    title,
    frames,
    breaks: atHeader('reserved-bit-set', at, 0),
  });
  const first = text(HELLO.subarray(0, 3), { ...compressed, fin: false });
  return [
    bit('ping', 'RSV1 of a ping', [ping('', compressed)], 0),
    bit('close', 'RSV1 of a Close frame', [{ ...closeWith(1000), ...compressed }], 0),
    bit('continuation', 'RSV1 of a continuation', [first, continuation('', compressed)], 1),
    bit('rsv2', 'RSV2 beside RSV1', [text(HELLO, { reservedBits: 0x60 })], 0),
    bit('rsv3', 'RSV3 alone', [text(HELLO, { reservedBits: 0x10 })], 0),
  ];
}

/** Invalid DEFLATE. The fault is found when the data is inflated: the offset is that of the frame. */
function illegalRows(): FrameRow[] {
  const illegal: readonly (readonly [id: string, title: string, payload: Uint8Array])[] = [
    ['block-type-3', 'A block of the type 3', hex('06 00')],
    [
      'stored-complement',
      'A stored block whose length and complement differ',
      hex('00 05 00 00 00'),
    ],
    ['distance-too-far', 'A copy from before the beginning', hex('f2 00 11 00 00')],
    ['block-cut', 'A block that does not end', hex('f2 48')],
  ];
  return illegal.map(([id, title, payload]) => ({
    ...row,
    id,
    title,
    section: 'RFC 6455 §9',
    frames: [ping('before'), text(payload, compressed)],
    events: [gotPing('before')],
    breaks: atHeader('extension-data-invalid', 1, 0),
  }));
}

/** Text and limits are judged by the output. */
function outputRows(): FrameRow[] {
  const notUtf8 = serializeDeflate([fixed(0x61, 0xff)]);
  const cut = serializeDeflate([fixed(0x61, 0xc3)]);
  const bomb = serializeDeflate([fixed(0x61, { length: 258, distance: 1 })]);
  const one = (id: string, title: string, payload: Uint8Array, rule: Breach['rule']): FrameRow => {
    const frames = [text(payload, compressed)];
    return { ...row, section: '§8.1', id, title, frames, breaks: atHeader(rule, 0, 0) };
  };
  return [
    one('text-not-utf8', 'Compressed text with the byte ff', notUtf8, 'text-not-utf8'),
    one('text-ends-in-a-character', 'Compressed text that ends with c3', cut, 'text-not-utf8'),
    {
      ...one('message-over-limit', 'A message too long once inflated', bomb, 'message-too-long'),
      section: '§10.4',
      options: { ...options, limits: { maxMessageBytes: 258 } },
    },
    {
      ...row,
      section: '§10.4',
      id: 'message-at-limit',
      title: 'A message of exactly maxMessageBytes once inflated',
      options: { ...options, limits: { maxMessageBytes: 259 } },
      frames: [text(bomb, compressed)],
      events: [gotText('a'.repeat(259))],
    },
  ];
}

function fixed(...tokens: (number | { length: number; distance: number })[]) {
  return { type: 'fixed', tokens } as const;
}

/**
 * Vectors of frame headers: opcodes, reserved bits, FIN of control frames (RFC 6455 §5.2, §5.5, §5.7).
 *
 * @module
 */

import { atHeader, type FrameRow, frameVectors } from './frame-vectors.ts';
import {
  begins,
  binary,
  close,
  continuation,
  frame,
  gotBinary,
  gotClose,
  gotPing,
  gotPong,
  gotText,
  ping,
  pong,
  text,
} from './frames-by-hand.ts';
import type { Vector } from './vector.ts';

/** Frames by themselves. */
export function framesVectors(): Vector[] {
  return frameVectors('frames', [
    ...legalRows,
    ...incompleteRows,
    ...reservedBitRows(),
    ...reservedOpcodeRows(),
    ...controlRows(),
  ]);
}

const legalRows: readonly FrameRow[] = [
  {
    id: 'text',
    title: 'Text "Hello"',
    section: '§5.7',
    frames: [text('Hello')],
    events: [gotText('Hello')],
  },
  {
    id: 'text-fragmented',
    title: 'Text "Hello" in two fragments',
    section: '§5.7',
    frames: [text('Hel', begins), continuation('lo')],
    events: [gotText('Hello')],
  },
  {
    id: 'ping',
    title: 'Ping "Hello"',
    section: '§5.7',
    frames: [ping('Hello')],
    events: [gotPing('Hello')],
  },
  {
    id: 'pong',
    title: 'Pong "Hello", which nobody asked for',
    section: '§5.7',
    frames: [pong('Hello')],
    events: [gotPong('Hello')],
  },
  {
    id: 'binary',
    title: 'Binary message of five bytes that are not text',
    section: '§5.6',
    frames: [binary(Uint8Array.of(0x00, 0xff, 0x80, 0xc3, 0x28))],
    events: [gotBinary('00ff80c328')],
  },
  {
    id: 'empty-frames',
    title: 'A frame of each kind without payload',
    section: '§5.2',
    frames: [text(''), binary(''), ping(), pong(), close()],
    events: [gotText(''), gotBinary(''), gotPing(), gotPong(), gotClose()],
  },
  {
    id: 'three-messages',
    title: 'Three messages in a row',
    section: '§5.4',
    frames: [text('a'), binary('b'), text('c')],
    events: [gotText('a'), gotBinary('62'), gotText('c')],
  },
  {
    id: 'text-with-nul',
    title: 'Text with U+0000',
    section: '§5.6',
    frames: [text('a\0b')],
    events: [gotText('a\0b')],
  },
];

const incompleteRows: readonly FrameRow[] = [
  {
    id: 'incomplete-payload',
    title: 'A frame that lacks its last byte is not a message yet',
    section: '§5.2',
    frames: [text('a'), text('Hello')],
    events: [gotText('a')],
    missing: 1,
  },
  {
    id: 'incomplete-control',
    title: 'A ping that lacks its last byte is not a ping yet',
    section: '§5.5.2',
    frames: [ping('Hello')],
    events: [],
    missing: 1,
  },
  {
    id: 'incomplete-header',
    title: 'One byte of a header that may still become legal',
    section: '§5.2',
    frames: [text('a', { maskingKey: undefined })],
    events: [],
    missing: 2,
  },
];

/** RSV1 to RSV3 without an extension that defines them (§5.2). */
function reservedBitRows(): FrameRow[] {
  const onText = [0x40, 0x20, 0x10, 0x60, 0x50, 0x30, 0x70].map((reservedBits) => ({
    name: `text-${reservedBits.toString(16)}`,
    frames: [text('ok'), text('Hello', { reservedBits })],
  }));
  const onOthers = [
    { name: 'binary', frames: [text('ok'), binary('Hello', { reservedBits: 0x40 })] },
    { name: 'ping', frames: [text('ok'), ping('Hello', { reservedBits: 0x40 })] },
    { name: 'pong', frames: [text('ok'), pong('Hello', { reservedBits: 0x20 })] },
    { name: 'close', frames: [text('ok'), close('', { reservedBits: 0x10 })] },
  ];
  const rows = [...onText, ...onOthers].map(({ name, frames }) => ({
    id: `reserved-bit-${name}`,
    title: `Reserved bits of a ${name.replace(/-.*/, '')} frame are set`,
    section: '§5.2',
    frames,
    events: [gotText('ok')],
    breaks: atHeader('reserved-bit-set', 1, 0),
  }));
  return [
    ...rows,
    {
      id: 'reserved-bit-continuation',
      title: 'A reserved bit of a continuation frame is set',
      section: '§5.2',
      frames: [text('Hel', begins), continuation('lo', { reservedBits: 0x40 })],
      events: [],
      breaks: atHeader('reserved-bit-set', 1, 0),
    },
  ];
}

/** Opcodes 3 to 7 and 11 to 15 (§5.2). */
function reservedOpcodeRows(): FrameRow[] {
  const opcodes = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15];
  const whole = opcodes.map(
    (opcode): FrameRow => ({
      id: `reserved-opcode-${opcode}`,
      title: `Opcode ${opcode} is reserved`,
      section: '§5.2',
      frames: [text('ok'), frame(opcode, 'a'), ping()],
      events: [gotText('ok')],
      breaks: atHeader('opcode-reserved', 1, 0),
    }),
  );
  const fragmented = [3, 11].map(
    (opcode): FrameRow => ({
      id: `reserved-opcode-${opcode}-without-fin`,
      title: `Opcode ${opcode} is reserved, without FIN too`,
      section: '§5.2',
      frames: [frame(opcode, '', begins)],
      events: [],
      breaks: atHeader('opcode-reserved', 0, 0),
    }),
  );
  return [...whole, ...fragmented];
}

/** Control frames are whole, and short (§5.5). */
function controlRows(): FrameRow[] {
  const kinds = { close, ping, pong };
  const most = 'x'.repeat(125);
  const long = Object.entries(kinds).flatMap(([name, make]): FrameRow[] => [
    {
      id: `${name}-without-fin`,
      title: `A ${name} frame without FIN`,
      section: '§5.5',
      frames: [make('', begins)],
      events: [],
      breaks: atHeader('control-frame-fragmented', 0, 0),
    },
    {
      id: `${name}-of-126`,
      title: `A ${name} frame with 126 bytes`,
      section: '§5.5',
      frames: [make('x'.repeat(126))],
      events: [],
      breaks: atHeader('control-frame-too-long', 0, 1),
    },
    {
      id: `${name}-of-65536`,
      title: `A ${name} frame that announces 65,536 bytes`,
      section: '§5.5',
      frames: [make('', { declaredLength: 0x1_0000n })],
      events: [],
      breaks: atHeader('control-frame-too-long', 0, 1),
    },
  ]);
  const legal: FrameRow[] = [
    {
      id: 'ping-of-125',
      title: 'A ping with 125 bytes',
      section: '§5.5',
      frames: [ping(most)],
      events: [gotPing(most)],
    },
    {
      id: 'pong-of-125',
      title: 'A pong with 125 bytes',
      section: '§5.5',
      frames: [pong(most)],
      events: [gotPong(most)],
    },
    {
      id: 'ping-of-bytes',
      title: 'A ping whose payload is not text',
      section: '§5.5.2',
      frames: [ping(Uint8Array.of(0xff, 0x00))],
      events: [gotPing(Uint8Array.of(0xff, 0x00))],
    },
  ];
  return [...long, ...legal];
}

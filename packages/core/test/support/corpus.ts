/**
 * Streams of frames worth cutting everywhere: one for each way on through the machine.
 *
 * @module
 */

import { concat, hex } from './bytes.ts';
import { type WireFrame, wireBytes } from './wire-frame.ts';

export interface CorpusEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

const streams: Readonly<Record<string, readonly WireFrame[]>> = {
  'a text, then a ping': [
    { opcode: 1, payload: text('Hello, wörld 🌍') },
    { opcode: 9, payload: text('now') },
  ],
  'a text in fragments that cut its code points': [
    { opcode: 1, fin: false, payload: hex('e2 82') },
    { opcode: 0, fin: false, payload: hex('ac f0') },
    { opcode: 9, payload: hex('01 02') },
    { opcode: 0, fin: false, payload: hex('') },
    { opcode: 0, payload: hex('9f 98 80') },
  ],
  'a binary message with a length in two bytes': [{ opcode: 2, payload: new Uint8Array(130) }],
  'a closing handshake with data behind it': [
    { opcode: 8, payload: concat(hex('03 e8'), text('Auf Wiedersehen, mañana')) },
    { opcode: 1, payload: text('too late') },
  ],
  'a close frame without a code': [{ opcode: 8, payload: hex('') }],
  'a close code that is not for the wire': [{ opcode: 8, payload: hex('03 ed') }],
  'a close reason that is not UTF-8': [{ opcode: 8, payload: hex('03 e8 c3 28') }],
  'a text that ends inside a code point': [{ opcode: 1, payload: hex('61 e2 82') }],
  'a text with a surrogate, behind a message': [
    { opcode: 1, payload: text('fine') },
    { opcode: 1, payload: hex('61 62 ed a0 80') },
  ],
  'a last fragment that is too short for its code point': [
    { opcode: 1, fin: false, payload: hex('f0 9f') },
    { opcode: 0, payload: hex('98') },
  ],
  'a reserved bit': [{ opcode: 1, reserved: 0x20, payload: text('x') }],
  'a ping with a long payload': [{ opcode: 9, payload: new Uint8Array(126) }],
  'a length that is not minimal': [{ opcode: 2, lengthBytes: 8, payload: new Uint8Array(5) }],
  'a continuation of nothing': [{ opcode: 0, payload: text('x') }],
};

/** @param key - To mask with; `undefined` for the frames of a server. */
export function corpus(key: Uint8Array | undefined): CorpusEntry[] {
  return Object.entries(streams).map(([name, frames]) => ({
    name,
    bytes: concat(...frames.map((frame) => wireBytes({ ...frame, key }))),
  }));
}

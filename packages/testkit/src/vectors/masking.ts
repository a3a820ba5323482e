/**
 * Vectors of masking: which end masks, with which keys, and where the key begins anew (RFC 6455 §5.1, §5.3).
 *
 * @module
 */

import { atHeader, type FrameRow, frameVectors } from './frame-vectors.ts';
import {
  begins,
  binary,
  closeWith,
  continuation,
  gotBinary,
  gotPing,
  gotText,
  pattern,
  ping,
  text,
} from './frames-by-hand.ts';
import type { Vector } from './vector.ts';

const KEY = /* @__PURE__ */ Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);
const OTHER_KEY = /* @__PURE__ */ Uint8Array.of(0x01, 0x80, 0xff, 0x10);
const unmasked = { maskingKey: undefined };
const masked = { maskingKey: KEY };

/** Keys, and their absence. */
export function maskingVectors(): Vector[] {
  return frameVectors('masking', [
    ...refusedRows('server', 'frame-not-masked', unmasked),
    ...refusedRows('client', 'frame-masked', masked),
    ...keyRows(),
    ...phaseRows(),
    ...severalRows,
  ]);
}

/** Frames that are masked, or not, against their role. */
function refusedRows(
  receiver: Vector['receiver'],
  rule: 'frame-not-masked' | 'frame-masked',
  more: typeof unmasked | typeof masked,
): FrameRow[] {
  const row = { section: '§5.1', receivers: [receiver] };
  const frames = {
    text: text('Hello', more),
    binary: binary('Hello', more),
    ping: ping('Hello', more),
    close: { ...closeWith(1000), ...more },
    empty: text('', more),
  };
  const rows = Object.entries(frames).map(
    ([name, frame]): FrameRow => ({
      ...row,
      id: `${rule.slice('frame-'.length)}-${name}`,
      title: `A ${name} frame that is ${rule === 'frame-masked' ? '' : 'not '}masked`,
      frames: [frame],
      events: [],
      breaks: atHeader(rule, 0, 1),
    }),
  );
  return [
    ...rows,
    {
      ...row,
      id: `${rule.slice('frame-'.length)}-continuation`,
      title: 'The second fragment of a message is masked where the first is not, or the reverse',
      frames: [text('Hel', begins), continuation('lo', more)],
      events: [],
      breaks: atHeader(rule, 1, 1),
    },
  ];
}

/** Any four bytes are a key (§5.3). */
function keyRows(): FrameRow[] {
  const keys = {
    zeros: Uint8Array.of(0, 0, 0, 0),
    ones: Uint8Array.of(0xff, 0xff, 0xff, 0xff),
    'first-byte-only': Uint8Array.of(0x5a, 0, 0, 0),
    'last-byte-only': Uint8Array.of(0, 0, 0, 0x5a),
    'equal-to-payload': Uint8Array.of(0x61, 0x62, 0x63, 0x64),
  };
  return Object.entries(keys).map(
    ([name, maskingKey]): FrameRow => ({
      id: `key-${name}`,
      title: `A masking key: ${name.replaceAll('-', ' ')}`,
      section: '§5.3',
      frames: [text('abcdefgh', { maskingKey })],
      events: [gotText('abcdefgh')],
      receivers: ['server'],
    }),
  );
}

/** Payloads that end at each place of the key. */
function phaseRows(): FrameRow[] {
  return [1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 32, 33].map(
    (length): FrameRow => ({
      id: `length-${length}`,
      title: `A masked payload of ${length} bytes`,
      section: '§5.3',
      frames: [binary(pattern(length))],
      events: [gotBinary(pattern(length))],
      receivers: ['server'],
    }),
  );
}

const severalRows: readonly FrameRow[] = [
  {
    id: 'empty',
    title: 'A masked frame without payload still has a key',
    section: '§5.3',
    frames: [text(''), text('a')],
    events: [gotText(''), gotText('a')],
    receivers: ['server'],
  },
  {
    id: 'keys-differ',
    title: 'Each fragment has its own key, which starts at its first byte',
    section: '§5.3',
    frames: [
      text('abcdef', { ...begins, maskingKey: KEY }),
      ping('ping', { maskingKey: Uint8Array.of(9, 8, 7, 6) }),
      continuation('ghi', { ...begins, maskingKey: OTHER_KEY }),
      continuation('jklmn', { maskingKey: KEY }),
    ],
    events: [gotPing('ping'), gotText('abcdefghijklmn')],
    receivers: ['server'],
  },
];

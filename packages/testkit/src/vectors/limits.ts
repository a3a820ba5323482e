/**
 * Vectors of limits that a receiver is given: exactly the limit passes, one more fails (RFC 6455 §10.4). Receivers
 * whose limits cannot be set skip these.
 *
 * @module
 */

import { atHeader, type FrameRow, frameVectors } from './frame-vectors.ts';
import {
  begins,
  binary,
  continuation,
  gotBinary,
  gotPing,
  gotText,
  pattern,
  ping,
  text,
} from './frames-by-hand.ts';
import type { Vector } from './vector.ts';

/** Frames and messages at their limits. */
export function limitsVectors(): Vector[] {
  return frameVectors('limits', [...frameRows(), ...messageRows, ...emptyFragmentRows()]);
}

function frameRows(): FrameRow[] {
  const options = { limits: { maxFrameBytes: 200 } };
  const row = { section: '§10.4', options, events: [] };
  return [
    {
      ...row,
      id: 'frame-at-limit',
      title: 'A frame of exactly maxFrameBytes',
      frames: [binary(pattern(200))],
      events: [gotBinary(pattern(200))],
    },
    {
      ...row,
      id: 'frame-over-limit',
      title: 'A frame one byte longer than maxFrameBytes',
      frames: [binary(pattern(201))],
      breaks: atHeader('frame-too-long', 0, 3),
    },
    {
      ...row,
      id: 'frame-over-limit-by-first-byte',
      title: 'A length whose first byte says that the frame is too long',
      frames: [binary('', { declaredLength: 256n })],
      breaks: atHeader('frame-too-long', 0, 2),
    },
    {
      ...row,
      id: 'frame-over-limit-by-form',
      title: 'A length of 64 bits, where every such length is too long',
      frames: [binary('', { declaredLength: 65_536n })],
      breaks: atHeader('frame-too-long', 0, 1),
    },
    {
      ...row,
      id: 'message-of-frames-at-limit',
      title: 'A message longer than maxFrameBytes, whose fragments are not',
      frames: [binary(pattern(200), begins), continuation(pattern(1))],
      events: [gotBinary(Uint8Array.of(...pattern(200), 0))],
    },
    {
      ...row,
      id: 'fragment-over-limit',
      title: 'A second fragment longer than maxFrameBytes',
      frames: [binary('a', begins), continuation(pattern(201))],
      breaks: atHeader('frame-too-long', 1, 3),
    },
  ];
}

const messageRow = { section: '§10.4', options: { limits: { maxMessageBytes: 10 } }, events: [] };

const messageRows: readonly FrameRow[] = [
  {
    ...messageRow,
    id: 'message-at-limit',
    title: 'A message of exactly maxMessageBytes',
    frames: [text('0123456789'), text('0123456789')],
    events: [gotText('0123456789'), gotText('0123456789')],
  },
  {
    ...messageRow,
    id: 'message-over-limit',
    title: 'A message one byte longer than maxMessageBytes',
    frames: [text('0123456789a')],
    breaks: atHeader('message-too-long', 0, 1),
  },
  {
    ...messageRow,
    id: 'message-over-limit-by-form',
    title: 'A length of 16 bits, where every such message is too long',
    frames: [binary('', { declaredLength: 126n })],
    breaks: atHeader('message-too-long', 0, 1),
  },
  {
    ...messageRow,
    id: 'fragments-at-limit',
    title: 'Fragments of exactly maxMessageBytes, with a long ping between them',
    frames: [text('01234', begins), ping('p'.repeat(20)), continuation('56789')],
    events: [gotPing('p'.repeat(20)), gotText('0123456789')],
  },
  {
    ...messageRow,
    id: 'fragments-over-limit',
    title: 'A second fragment that makes the message too long',
    frames: [text('01234', begins), continuation('56789a')],
    breaks: atHeader('message-too-long', 1, 1),
  },
  {
    ...messageRow,
    id: 'characters-at-limit',
    title: 'The limit counts bytes, not characters',
    frames: [text('ééééé'), text('éééééé')],
    events: [gotText('ééééé')],
    breaks: atHeader('message-too-long', 1, 1),
  },
  {
    ...messageRow,
    id: 'empty-at-limit-0',
    title: 'With maxMessageBytes of 0, messages are empty',
    options: { limits: { maxMessageBytes: 0 } },
    frames: [text(''), text('a')],
    events: [gotText('')],
    breaks: atHeader('message-too-long', 1, 1),
  },
];

function emptyFragmentRows(): FrameRow[] {
  const options = { limits: { maxEmptyFragments: 2 } };
  const row = { section: '§10.4', options, events: [] };
  const empty = continuation('', begins);
  return [
    {
      ...row,
      id: 'empty-fragments-at-limit',
      title: 'Exactly maxEmptyFragments in a row, then again',
      frames: [text('', begins), empty, continuation('a', begins), empty, empty, continuation('b')],
      events: [gotText('ab')],
    },
    {
      ...row,
      id: 'empty-fragments-over-limit',
      title: 'One more than maxEmptyFragments in a row',
      frames: [text('', begins), empty, empty, continuation('a')],
      breaks: atHeader('too-many-empty-fragments', 2, 1),
    },
    {
      ...row,
      id: 'empty-fragments-with-pings',
      title: 'Pings between empty fragments do not make the row shorter',
      frames: [text('', begins), ping(), empty, ping(), empty],
      events: [gotPing(), gotPing()],
      breaks: atHeader('too-many-empty-fragments', 4, 1),
    },
    {
      ...row,
      id: 'empty-messages-are-no-fragments',
      title: 'Empty messages are not empty fragments',
      frames: [text(''), text(''), text('')],
      events: [gotText(''), gotText(''), gotText('')],
    },
    {
      section: '§10.4',
      events: [],
      id: 'default-empty-fragments',
      title: 'Without an option, 16 empty fragments in a row',
      frames: [text('', begins), ...Array.from({ length: 16 }, () => empty)],
      breaks: atHeader('too-many-empty-fragments', 16, 1),
    },
  ];
}

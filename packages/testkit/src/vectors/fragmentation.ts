/**
 * Vectors of fragmentation: fragments, their order, control frames between them (RFC 6455 §5.4).
 *
 * @module
 */

import { hex } from '../wire/index.ts';
import { atHeader, type FrameRow, frameVectors } from './frame-vectors.ts';
import {
  begins,
  binary,
  closeWith,
  continuation,
  gotBinary,
  gotClose,
  gotPing,
  gotPong,
  gotText,
  pattern,
  ping,
  pong,
  text,
} from './frames-by-hand.ts';
import type { Vector } from './vector.ts';

/** Messages in several frames. */
export function fragmentationVectors(): Vector[] {
  return frameVectors('fragmentation', [...legalRows, ...betweenRows, ...orderRows]);
}

const legalRows: readonly FrameRow[] = [
  {
    id: 'text-in-three',
    title: 'Text in three fragments',
    section: '§5.4',
    frames: [text('fr', begins), continuation('agm', begins), continuation('ent')],
    events: [gotText('fragment')],
  },
  {
    id: 'binary-in-two',
    title: 'Bytes in two fragments',
    section: '§5.4',
    frames: [binary('ab', begins), continuation('cd')],
    events: [gotBinary('61626364')],
  },
  {
    id: 'byte-by-byte',
    title: 'A fragment for each byte',
    section: '§5.4',
    frames: [
      text('a', begins),
      ...['b', 'c', 'd'].map((c) => continuation(c, begins)),
      continuation('e'),
    ],
    events: [gotText('abcde')],
  },
  {
    id: 'empty-first',
    title: 'The first fragment is empty',
    section: '§5.4',
    frames: [text('', begins), continuation('ab')],
    events: [gotText('ab')],
  },
  {
    id: 'empty-middle',
    title: 'A fragment in the middle is empty',
    section: '§5.4',
    frames: [text('a', begins), continuation('', begins), continuation('b')],
    events: [gotText('ab')],
  },
  {
    id: 'empty-last',
    title: 'The last fragment is empty',
    section: '§5.4',
    frames: [text('ab', begins), continuation('')],
    events: [gotText('ab')],
  },
  {
    id: 'empty-all',
    title: 'All fragments are empty: an empty message',
    section: '§5.4',
    frames: [binary('', begins), continuation('', begins), continuation('')],
    events: [gotBinary('')],
  },
  {
    id: 'long-fragments',
    title: 'Fragments of 126 and 65,536 bytes: the length of each has its own form',
    section: '§5.4',
    frames: [
      binary(pattern(126), begins),
      continuation(pattern(65_536), begins),
      continuation('z'),
    ],
    events: [
      {
        type: 'message',
        kind: 'binary',
        bytes: [gotBinary(pattern(126)), gotBinary(pattern(65_536)), gotBinary('7a')].flatMap(
          (e) => ('bytes' in e ? e.bytes : []),
        ),
      },
    ],
  },
  {
    id: 'one-after-the-other',
    title: 'Two fragmented messages, one after the other',
    section: '§5.4',
    frames: [text('a', begins), continuation('b'), binary('c', begins), continuation('d')],
    events: [gotText('ab'), gotBinary('6364')],
  },
  {
    id: 'character-cut',
    title: 'A character cut by a fragment',
    section: '§5.6',
    frames: [text(hex('c3'), begins), continuation(hex('a9'))],
    events: [gotText('é')],
  },
  {
    id: 'unfinished',
    title: 'A message that lacks its last fragment is not a message yet',
    section: '§5.4',
    frames: [text('a', begins), continuation('b', begins)],
    events: [],
  },
];

/** Control frames may come in the middle of a message, and are delivered at once (§5.4, §5.5). */
const betweenRows: readonly FrameRow[] = [
  {
    id: 'ping-between',
    title: 'A ping between two fragments',
    section: '§5.4',
    frames: [text('Hel', begins), ping('p'), continuation('lo')],
    events: [gotPing('p'), gotText('Hello')],
  },
  {
    id: 'pong-between',
    title: 'A pong between two fragments',
    section: '§5.4',
    frames: [text('Hel', begins), pong('p'), continuation('lo')],
    events: [gotPong('p'), gotText('Hello')],
  },
  {
    id: 'pings-everywhere',
    title: 'Pings before, between and after the fragments of a message',
    section: '§5.4',
    frames: [
      ping('1'),
      binary('a', begins),
      ping('2'),
      pong('3'),
      continuation('', begins),
      ping('4'),
      continuation('b'),
      ping('5'),
    ],
    events: [
      ...['1', '2'].map((p) => gotPing(p)),
      gotPong('3'),
      gotPing('4'),
      gotBinary('6162'),
      gotPing('5'),
    ],
  },
  {
    id: 'ping-in-a-character',
    title: 'A ping between the fragments that cut a character',
    section: '§5.4',
    frames: [text(hex('e2 82'), begins), ping(), continuation(hex('ac'))],
    events: [gotPing(), gotText('€')],
  },
  {
    id: 'close-between',
    title: 'A Close frame ends a message that is not whole',
    section: '§5.5.1',
    frames: [text('Hel', begins), closeWith(1000), continuation('lo')],
    events: [gotClose(1000)],
  },
];

/** The fragments of one message come before those of the next (§5.4). */
const orderRows: readonly FrameRow[] = [
  ...[{}, begins].map((more): FrameRow => {
    const how = more === begins ? 'without-fin' : 'with-fin';
    return {
      id: `continuation-first-${how}`,
      title: `A continuation frame, ${how.replace('-', ' ')}, where no message has begun`,
      section: '§5.4',
      frames: [continuation('a', more)],
      events: [],
      breaks: atHeader('continuation-without-message', 0, 0),
    };
  }),
  {
    id: 'continuation-after-message',
    title: 'A continuation frame after a whole message',
    section: '§5.4',
    frames: [text('a'), continuation('b')],
    events: [gotText('a')],
    breaks: atHeader('continuation-without-message', 1, 0),
  },
  {
    id: 'continuation-after-fragments',
    title: 'A continuation frame after the last fragment',
    section: '§5.4',
    frames: [text('a', begins), continuation('b'), continuation('c')],
    events: [gotText('ab')],
    breaks: atHeader('continuation-without-message', 2, 0),
  },
  {
    id: 'continuation-after-ping',
    title: 'A ping is not a message that can be continued',
    section: '§5.4',
    frames: [ping('a'), continuation('b')],
    events: [gotPing('a')],
    breaks: atHeader('continuation-without-message', 1, 0),
  },
  ...Object.entries({ text, binary }).flatMap(([name, make]) =>
    [{}, begins].map((more): FrameRow => {
      const how = more === begins ? 'without-fin' : 'with-fin';
      return {
        id: `${name}-inside-${how}`,
        title: `A ${name} frame, ${how.replace('-', ' ')}, inside a fragmented message`,
        section: '§5.4',
        frames: [text('a', begins), make('b', more), continuation('c')],
        events: [],
        breaks: atHeader('message-interleaved', 1, 0),
      };
    }),
  ),
  {
    id: 'message-inside-after-ping',
    title: 'A ping does not end the message that has begun',
    section: '§5.4',
    frames: [binary('a', begins), ping('p'), text('b')],
    events: [gotPing('p')],
    breaks: atHeader('message-interleaved', 2, 0),
  },
];

/**
 * Vectors of text: every class of UTF-8 sequence, and the byte at which an invalid one fails (RFC 3629 §4, RFC 6455
 * §5.6, §8.1).
 *
 * @module
 */

import { hex, utf8 } from '../wire/index.ts';
import { atHeader, atPayload, type FrameRow, frameVectors } from './frame-vectors.ts';
import {
  begins,
  binary,
  continuation,
  gotBinary,
  gotPing,
  gotText,
  ping,
  text,
} from './frames-by-hand.ts';
import type { Vector } from './vector.ts';

const SECTION = '§8.1';

/** Text messages. */
export function utf8Vectors(): Vector[] {
  return frameVectors('utf-8', [
    ...legalRows(),
    ...cutRows(),
    ...illegalRows(),
    ...incompleteRows(),
    ...fragmentRows,
  ]);
}

/** The borders of each length, and characters that some decoders drop or replace. */
function legalRows(): FrameRow[] {
  const texts: Readonly<Record<string, string>> = {
    'u-0': '\0',
    'u-7f': '\x7f',
    'u-80': '\x80',
    'u-7ff': '\u07ff',
    'u-800': '\u0800',
    'u-d7ff': '\ud7ff',
    'u-e000': '\ue000',
    'u-fffd': '\ufffd',
    'u-fffe': '\ufffe',
    'u-ffff': '\uffff',
    'u-10000': '\u{10000}',
    'u-1fffe': '\u{1fffe}',
    'u-10ffff': '\u{10ffff}',
    'byte-order-mark': '\ufefftext',
    'only-byte-order-mark': '\ufeff',
    greek: 'κόσμε',
    'all-lengths': 'aé€😀',
    'combining-marks': 'e\u0301\u0323',
  };
  return Object.entries(texts).map(([name, data]) => ({
    id: name,
    title: `Text ${name.replace(/^u-/, 'U+').replaceAll('-', ' ')}`,
    section: SECTION,
    frames: [text(data)],
    events: [gotText(data)],
  }));
}

/** A character of each length, cut by fragments at each of its bytes. */
function cutRows(): FrameRow[] {
  return ['é', '€', '😀'].flatMap((character) => {
    const bytes = utf8(character);
    return Array.from(
      { length: bytes.length - 1 },
      (_, i): FrameRow => ({
        id: `${bytes.length}-bytes-cut-at-${i + 1}`,
        title: `A character of ${bytes.length} bytes in two fragments, cut at byte ${i + 1}`,
        section: SECTION,
        frames: [text(bytes.subarray(0, i + 1), begins), continuation(bytes.subarray(i + 1))],
        events: [gotText(character)],
      }),
    );
  });
}

/** Two letters, then bytes of which the one at an index is invalid: the text continues after them. */
function illegalRows(): FrameRow[] {
  const rows: readonly (readonly [name: string, bytes: string, index: number])[] = [
    ['lone-continuation-80', '80', 0],
    ['lone-continuation-bf', 'bf', 0],
    ['overlong-c0', 'c0 80', 0],
    ['overlong-c1', 'c1 bf', 0],
    ['overlong-e0-80', 'e0 80 80', 1],
    ['overlong-e0-9f', 'e0 9f bf', 1],
    ['overlong-f0-80', 'f0 80 80 80', 1],
    ['overlong-f0-8f', 'f0 8f bf bf', 1],
    ['surrogate-d800', 'ed a0 80', 1],
    ['surrogate-dfff', 'ed bf bf', 1],
    ['surrogate-pair', 'ed a0 bd ed b8 80', 1],
    ['beyond-10ffff', 'f4 90 80 80', 1],
    ['lead-f5', 'f5 80 80 80', 0],
    ['lead-f8', 'f8 88 80 80 80', 0],
    ['lead-fc', 'fc 84 80 80 80 80', 0],
    ['byte-fe', 'fe', 0],
    ['byte-ff', 'ff', 0],
    ['second-of-2-is-ascii', 'c3 28', 1],
    ['second-of-3-is-ascii', 'e2 28 a1', 1],
    ['third-of-3-is-ascii', 'e2 82 28', 2],
    ['second-of-4-is-ascii', 'f0 28 8c bc', 1],
    ['third-of-4-is-ascii', 'f0 90 28 bc', 2],
    ['fourth-of-4-is-ascii', 'f0 90 8c 28', 3],
    ['second-of-2-is-lead', 'c3 c3', 1],
  ];
  return rows.map(([name, bytes, index]) => ({
    id: name,
    title: `Text with the bytes ${bytes}`,
    section: SECTION,
    frames: [text(hex(`61 62 ${bytes} 63 64 65 66 67`))],
    events: [],
    breaks: atPayload('text-not-utf8', 0, 2 + index),
  }));
}

/** Text that ends inside a character: there is no room for the rest of the character. */
function incompleteRows(): FrameRow[] {
  const ends: readonly (readonly [bytes: string, index: number])[] = [
    ['c3', 0],
    ['e2', 0],
    ['e2 82', 0],
    ['f0', 0],
    ['f0 9f', 0],
    ['f0 9f 98', 0],
  ];
  return ends.map(([bytes, index]) => ({
    id: `ends-in-${bytes.replaceAll(' ', '-')}`,
    title: `Text that ends with the bytes ${bytes}`,
    section: SECTION,
    frames: [text(hex(`61 62 ${bytes}`))],
    events: [],
    breaks: atPayload('text-not-utf8', 0, 2 + index),
  }));
}

const fragmentRows: readonly FrameRow[] = [
  {
    id: 'fails-before-the-message-ends',
    title: 'A byte that is not UTF-8 in the first of several fragments',
    section: SECTION,
    frames: [text(hex('61 ff 62'), begins), continuation('c')],
    events: [],
    breaks: atPayload('text-not-utf8', 0, 1),
  },
  {
    id: 'fails-before-the-frame-ends',
    title: 'A byte that is not UTF-8, before the rest of its frame has come',
    section: SECTION,
    frames: [text(hex('61 ff 62 63 64'))],
    events: [],
    breaks: atPayload('text-not-utf8', 0, 1),
    missing: 3,
  },
  {
    id: 'second-fragment-does-not-continue',
    title: 'A fragment that does not continue the character of the fragment before',
    section: SECTION,
    frames: [text(hex('61 c3'), begins), continuation(hex('28 62'))],
    events: [],
    breaks: atPayload('text-not-utf8', 1, 0),
  },
  {
    id: 'surrogate-over-fragments',
    title: 'A surrogate cut by fragments',
    section: SECTION,
    frames: [text(hex('ed'), begins), continuation(hex('a0 80'))],
    events: [],
    breaks: atPayload('text-not-utf8', 1, 0),
  },
  {
    id: 'last-fragment-empty',
    title: 'A message that ends inside a character with an empty fragment',
    section: SECTION,
    frames: [text(hex('61 c3'), begins), continuation('')],
    events: [],
    breaks: atHeader('text-not-utf8', 1, 1),
  },
  {
    id: 'last-fragment-too-short',
    title: 'A last fragment too short for the character that waits',
    section: SECTION,
    frames: [text(hex('f0'), begins), continuation(hex('9f 98'))],
    events: [],
    breaks: atHeader('text-not-utf8', 1, 1),
  },
  {
    id: 'ping-is-no-text',
    title: 'A ping inside a text need not be UTF-8',
    section: '§5.5.2',
    frames: [text(hex('c3'), begins), ping(Uint8Array.of(0xff)), continuation(hex('a9'))],
    events: [gotPing(Uint8Array.of(0xff)), gotText('é')],
  },
  {
    id: 'binary-is-no-text',
    title: 'A binary message need not be UTF-8',
    section: '§5.6',
    frames: [binary(hex('61 ff'), begins), continuation(hex('c3'))],
    events: [gotBinary('61ffc3')],
  },
  {
    id: 'begins-anew',
    title: 'A text does not continue the text before',
    section: SECTION,
    frames: [text('a'), text(hex('a9'))],
    events: [gotText('a')],
    breaks: atPayload('text-not-utf8', 1, 0),
  },
];

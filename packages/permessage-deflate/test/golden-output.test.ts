/**
 * What our own compressor makes of the same messages is the same bytes in every engine and release. Other tests show
 * that they are right; these lines show what it chooses. A change of the compressor writes new ones here, with lengths
 * that say whether it got better.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Deflater, DeflateWorkspace } from '@sansocket/permessage-deflate/deflate';
import { concat } from '@sansocket/testkit/wire';

/** Numbers below a limit that seem to follow no rule. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % limit;
  };
}

function bytes(length: number, byteAt: (i: number) => number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => byteAt(i));
}

/** Lines of JSON, as many services send them. */
function trades(count: number): Uint8Array {
  const next = numbers(1);
  const lines = Array.from({ length: count }, (_, id) => {
    const price = (next(90_000) / 100).toFixed(2);
    const side = ['buy', 'sell', 'cancel'][next(3)];
    return `{"id":${id},"type":"trade","price":${price},"side":"${side}","note":"é${next(7)}"}`;
  });
  return Uint8Array.from(Buffer.from(lines.join('\n')));
}

/** Each byte comes half as often again as the one before it: the codes would be longer than 15 bits. */
function skewed(): Uint8Array {
  const next = numbers(2);
  const often = Array.from({ length: 24 }, (_, i) => new Uint8Array(Math.ceil(1.5 ** i)).fill(i));
  const all = concat(...often);
  for (let i = all.length - 1; i > 0; i--) {
    const j = next(i + 1);
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}

/** For every length: a line, its beginning of that length, and the line again. A search that stops at it misses more. */
function beginnings(): Uint8Array {
  const next = numbers(4);
  const lengths = [...Array.from({ length: 36 }, (_, i) => i), 63, 64, 65, 127, 128, 129, 257];
  const lines = lengths.flatMap((length) => {
    const line = bytes(length + 12, () => next(256));
    const other = bytes(2, () => next(256));
    return [line, line.subarray(0, length), other, line, other];
  });
  return concat(...lines);
}

/** Messages for which the fixed codes and codes of their own are nearly as short. */
function nearBlocks(): Uint8Array[] {
  const next = numbers(5);
  return Array.from({ length: 120 }, (_, i) => {
    const [most, least] = [3 + (i % 40) * 6, next(120)];
    return bytes(
      128 + next(160),
      () => least + ((next(3) === 0 ? next(most) : next(1 + (most >> 1))) % 136),
    );
  });
}

const next = numbers(3);
const messages: readonly (readonly [name: string, message: Uint8Array])[] = [
  ['nothing', new Uint8Array(0)],
  ['a word', Uint8Array.from(Buffer.from('Hello'))],
  ['a line', trades(1)],
  ['lines', trades(40)],
  ['many lines', trades(700)],
  ['one byte again and again', new Uint8Array(5000).fill(0x61)],
  ['noise', bytes(3000, () => next(256))],
  ['noise of few bytes', bytes(6000, () => next(5))],
  ['every byte twice', bytes(512, (i) => i >> 1)],
  ['skewed', skewed()],
  ['the lines again', trades(40)],
  ['beginnings of a line', beginnings()],
  ...nearBlocks().map((message, i) => [`near ${i}`, message] as const),
];

/** The lengths of the messages as they come out, and a digest of all of it. */
function outcome(options: { level: number; memoryLevel: number; windowBits: number }): string {
  const deflater = new Deflater({ ...options, workspace: new DeflateWorkspace() });
  const hash = createHash('sha256');
  const lengths = messages.map(([, message]) => {
    deflater.begin();
    const cut = message.length >> 2;
    const first = deflater.push(message.subarray(0, cut), false).slice();
    const last = deflater.push(message.subarray(cut), true);
    hash.update(first).update(last);
    return first.length + last.length;
  });
  const near = lengths.splice(12).reduce((sum, length) => sum + length);
  return `${lengths.join(' ')} ${near} ${hash.digest('hex').slice(0, 8)}`;
}

describe('our own compressor', () => {
  it.each([
    [1, 8, 15, '1 8 66 465 7024 38 3011 2185 515 14465 498 2520 23482 9a487740'],
    [2, 8, 15, '1 8 66 456 6695 38 3011 2159 514 14421 489 2500 23477 7ac33784'],
    [3, 8, 15, '1 8 66 448 6339 38 3011 2167 514 14367 485 2500 23470 6004f811'],
    [4, 8, 15, '1 8 66 434 6156 38 3011 2157 514 14248 469 2500 23470 f2d41a15'],
    [5, 8, 15, '1 8 66 411 5585 38 3011 2143 514 14099 449 2463 23469 adbddae8'],
    [6, 8, 15, '1 8 66 406 5503 38 3011 2150 514 14022 445 2459 23469 38c9714d'],
    [7, 8, 15, '1 8 66 389 5299 38 3011 2150 514 13991 428 2459 23469 ac9acaf4'],
    [8, 8, 15, '1 8 66 391 5223 38 3011 2150 514 13950 430 2456 23469 1d85aded'],
    [9, 8, 15, '1 8 66 391 5194 38 3011 2150 514 13952 430 2456 23469 deea0aaf'],
    [6, 1, 15, '1 8 66 413 5638 38 3011 2179 514 14116 452 2459 23468 946bbcf4'],
    [6, 9, 12, '1 8 66 406 5508 38 3011 2142 514 13741 445 2461 23469 486927a3'],
    [6, 8, 8, '1 8 66 449 6669 41 3011 2030 516 13090 481 2995 23471 af6eb84b'],
  ])(
    'at level %i, memory level %i and a window of %i bits',
    (level, memoryLevel, windowBits, expected) => {
      expect(outcome({ level, memoryLevel, windowBits })).toBe(expected);
    },
  );
});

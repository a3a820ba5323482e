/** Frames to messages: what §5.4, §5.6 and §6.2 say of the two together. */
import { describe, expect, it } from '@jest/globals';
import { FrameEncoder, Opcode } from 'sansocket/framing';
import { violations } from 'sansocket/violations';
import { fragment } from '../../src/fragmentation/index.ts';
import { byteByByte, concat, everyCut, hex, inTwo, pattern } from '../support/bytes.ts';
import { decodeMessages } from '../support/decode-messages.ts';
import { countingRandom } from '../support/entropy.ts';
import { mixedText } from '../support/text-examples.ts';

const text = (data: string) => ({ kind: 'text', data, fin: true });
const binary = (data: Uint8Array) => ({ kind: 'binary', data, fin: true });

/** The frames of a message whose payload is cut into the pieces. */
function framesOf(opcode: 1 | 2, pieces: readonly Uint8Array[]): Uint8Array {
  const encoder = new FrameEncoder({ role: 'server' });
  const frames = pieces.map((piece, i) =>
    encoder.frame(
      { opcode: i === 0 ? opcode : Opcode.continuation, fin: i === pieces.length - 1 },
      piece,
    ),
  );
  return concat(...frames);
}

describe('a message', () => {
  it.each([
    ['one frame', '81 05 48 65 6c 6c 6f'],
    ['two fragments', '01 03 48 65 6c 80 02 6c 6f'],
    ['three fragments', '01 01 48 00 03 65 6c 6c 80 01 6f'],
    ['fragments of which some are empty', '01 00 00 05 48 65 6c 6c 6f 00 00 80 00'],
  ])('comes from %s (§5.4, §6.2)', (_, digits) => {
    expect(decodeMessages([hex(digits)])).toEqual([text('Hello')]);
    expect(decodeMessages(byteByByte(hex(digits)))).toEqual([text('Hello')]);
  });

  it.each(['81 00', '01 00 80 00', '01 00 00 00 80 00'])('is empty for %s (§5.4)', (digits) => {
    expect(decodeMessages([hex(digits)])).toEqual([text('')]);
  });

  it('has the kind of its first frame (§5.4, §6.2)', () => {
    expect(decodeMessages([hex('02 01 61 80 01 62 01 01 61 80 01 62')])).toEqual([
      binary(hex('61 62')),
      text('ab'),
    ]);
  });

  it('ends with the FIN bit; the next data frame begins another (§6.2)', () => {
    expect(decodeMessages([hex('81 01 61 82 01 62 81 01 63')])).toEqual([
      text('a'),
      binary(hex('62')),
      text('c'),
    ]);
  });

  it('goes on behind control frames, which come at once (§5.4, §5.5)', () => {
    const stream = hex('01 03 48 65 6c 89 00 8a 01 61 00 01 6c 88 00 80 01 6f');
    const expected = [{ opcode: 9 }, { opcode: 10 }, { opcode: 8 }, text('Hello')];
    expect(decodeMessages([stream])).toEqual(expected);
    expect(decodeMessages(byteByByte(stream))).toEqual(expected);
  });

  it('is the same from a thousand fragments of one byte as from one (§5.4, §6.2)', () => {
    const whole = decodeMessages([framesOf(2, [pattern(1000)])]);
    expect(decodeMessages([framesOf(2, fragment(pattern(1000), 1))])).toEqual(whole);
    expect(whole).toEqual([binary(pattern(1000))]);
  });

  it('is the same for every size of fragment (§5.4)', () => {
    const payload = new TextEncoder().encode(mixedText(60));
    for (let size = 1; size <= payload.length; size++) {
      expect(decodeMessages([framesOf(1, fragment(payload, size))])).toEqual([text(mixedText(60))]);
    }
  });

  it('is unmasked by the server (§5.3, §6.2)', () => {
    expect(decodeMessages([hex('81 85 37 fa 21 3d 7f 9f 4d 51 58')], { role: 'server' })).toEqual([
      text('Hello'),
    ]);
    const encoder = new FrameEncoder({ role: 'client', fillRandom: countingRandom() });
    const frames = concat(
      encoder.frame({ opcode: 1, fin: false }, hex('48 65')),
      encoder.frame({ opcode: 0 }, hex('6c 6c 6f')),
    );
    expect(decodeMessages(byteByByte(frames), { role: 'server' })).toEqual([text('Hello')]);
  });

  it('of binary is any bytes (§5.6)', () => {
    expect(decodeMessages([hex('82 04 ff c0 80 00')])).toEqual([binary(hex('ff c0 80 00'))]);
  });
});

describe('a text message', () => {
  it('may be cut anywhere into frames and chunks, inside a code point too (§5.6)', () => {
    for (const [head, tail] of inTwo(hex('ce ba f4 8f bf bf e2 82 ac'))) {
      const frames = framesOf(1, [head, tail]);
      expect(decodeMessages([frames])).toEqual([text('κ\u{10ffff}€')]);
      expect(decodeMessages(byteByByte(frames))).toEqual([text('κ\u{10ffff}€')]);
    }
    for (const pieces of everyCut(hex('61 f4 8f bf bf e2 82 ac'))) {
      expect(decodeMessages([framesOf(1, pieces)])).toEqual([text('a\u{10ffff}€')]);
    }
  });

  it('keeps a byte order mark, U+FFFE and NUL', () => {
    expect(decodeMessages([hex('81 07 ef bb bf ef bf be 00')])).toEqual([text('\ufeff\ufffe\0')]);
  });

  it.each([
    ['a surrogate', '81 05 ce ba ed a0 80', 5],
    ['an overlong form', '81 02 c0 af', 2],
    ['a code point above U+10FFFF', '81 04 f4 90 80 80', 3],
    ['a lone continuation byte', '81 01 80', 2],
    ['a code point that the message cuts off', '81 02 e2 82', 2],
    ['a surrogate across two fragments', '01 01 ed 00 01 a0', 5],
    ['a fault before the last fragment', '01 02 61 ff', 3],
    ['a last fragment that is empty', '01 02 61 e2 80 00', 5],
    ['a last fragment that is too short', '01 02 61 f0 80 02 9f 98', 5],
    ['a control frame inside a code point', '01 01 e2 89 00 80 01 82', 6],
    ['a fault in a frame that announces much more', '81 7e ff ff 61 62 c1', 6],
  ])(
    'fails with 1007 for %s, at the byte that decides: %s byte %i (§5.6, §8.1)',
    (_, digits, offset) => {
      const failure = { rule: 'text-not-utf8', offset };
      for (const chunks of [[hex(digits)], byteByByte(hex(digits))]) {
        expect(decodeMessages(chunks).at(-1)).toEqual(failure);
      }
      const before = decodeMessages(byteByByte(hex(digits).subarray(0, offset)));
      expect(before).not.toContainEqual(expect.objectContaining({ rule: 'text-not-utf8' }));
      expect(violations['text-not-utf8']).toMatchObject({
        closeCode: 1007,
        section: 'RFC 6455 §8.1',
      });
    },
  );

  it('forgets a code point in progress with the message that ended', () => {
    expect(decodeMessages([hex('01 01 c3 80 01 a9 81 01 61')])).toEqual([text('é'), text('a')]);
  });
});

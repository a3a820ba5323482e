/** UTF-8 in text messages, as core and the model take it (RFC 6455 §8.1, RFC 3629 §4). */
import { describe, expect, it } from '@jest/globals';
import { impossibleByte } from '@sansocket/testkit/model';
import { concat, hex, serializeFrame, toHex } from '@sansocket/testkit/wire';
import { Utf8Validator } from 'sansocket/bytes';
import { disagreement, everyCut, type SharedSetup } from '../support/agreement.ts';

/** One of each class that the grammar tells apart: tails, leads, what is neither. */
const classes = hex('41 7f 80 8f 90 9f a0 bf c1 c2 df e0 e1 ec ed ee ef f0 f1 f3 f4 f5 ff');
const client: SharedSetup = { role: 'client' };

/** Core's verdict on a text in two pieces: the index of the offending byte. */
function coreVerdict(
  validator: Utf8Validator,
  text: Uint8Array,
  cut: number,
  room: number,
): number {
  validator.reset();
  const first = validator.push(text, 0, cut, room - cut);
  return first === -1 ? validator.push(text, cut, text.length, room - text.length) : first;
}

/** The texts that are judged otherwise by core, cut anywhere, than by the model. */
function wrongTexts(texts: Iterable<Uint8Array>, rooms: (length: number) => number[]): string[] {
  const validator = new Utf8Validator();
  const wrong: string[] = [];
  for (const text of texts) {
    for (const room of rooms(text.length)) {
      const expected = impossibleByte(text, room) ?? -1;
      for (let cut = 0; cut < text.length; cut++) {
        if (coreVerdict(validator, text, cut, room) !== expected) wrong.push(toHex(text));
      }
    }
  }
  return wrong;
}

function* everyTwoBytes(): Iterable<Uint8Array> {
  for (let i = 0; i < 0x1_0000; i++) yield Uint8Array.of(i >> 8, i & 0xff);
}

/** Every three bytes of which the first is no ASCII and no tail: 4 million. */
function* everyThreeBytes(): Iterable<Uint8Array> {
  const text = new Uint8Array(3);
  for (let i = 0xc0_0000; i < 0x100_0000; i++) {
    text[0] = i >> 16;
    text[1] = (i >> 8) & 0xff;
    text[2] = i & 0xff;
    yield text;
  }
}

function* fourBytesOfEachClass(): Iterable<Uint8Array> {
  for (let lead = 0xc0; lead < 0x100; lead++) {
    for (const second of classes) {
      for (const third of classes) {
        for (const fourth of classes) yield Uint8Array.of(lead, second, third, fourth);
      }
    }
  }
}

describe('core and the model agree on every text', () => {
  it('of two bytes, with any room behind it, cut anywhere', () => {
    expect(wrongTexts(everyTwoBytes(), (length) => [length, length + 1, Infinity])).toEqual([]);
  });

  it('of three bytes, cut anywhere', () => {
    expect(wrongTexts(everyThreeBytes(), () => [Infinity]).slice(0, 9)).toEqual([]);
  });

  it('of four bytes, each of each class, with any room behind it, cut anywhere', () => {
    const rooms = (length: number): number[] => [length, length + 2];
    expect(wrongTexts(fourBytesOfEachClass(), rooms).slice(0, 9)).toEqual([]);
  });
});

describe('core and the model agree on every text message', () => {
  it('of two bytes, the second of each class', () => {
    const wrong: string[] = [];
    for (let lead = 0; lead < 0x100; lead++) {
      for (const second of classes) {
        const bytes = serializeFrame({ opcode: 1, payload: Uint8Array.of(lead, second) });
        if (disagreement(bytes, [bytes], client).core !== undefined) wrong.push(toHex(bytes));
      }
    }
    expect(wrong).toEqual([]);
  });

  it('of one to four bytes of some classes, in a frame or in two, cut anywhere', () => {
    for (const payload of someTexts()) {
      for (let end = 0; end <= payload.length; end++) {
        const bytes = concat(
          serializeFrame({ opcode: 1, fin: false, payload: payload.subarray(0, end) }),
          serializeFrame({ opcode: 0, payload: payload.subarray(end) }),
        );
        for (const chunks of everyCut(bytes)) {
          const difference = disagreement(bytes, chunks, client);
          expect({ bytes: toHex(bytes), ...difference }).toEqual({ bytes: toHex(bytes) });
        }
      }
    }
  });
});

function someTexts(): readonly Uint8Array[] {
  return [
    ...['', '61', 'c3', 'c3 a9', 'c3 28', 'c0 80', 'e2 82', 'e2 82 ac', 'e2 28 a1', 'e0 9f 80'],
    ...['ed 9f bf', 'ed a0 80', 'ef bb bf', 'f0 9f 98 80', 'f0 8f bf bf', 'f4 8f bf bf'],
    ...['f4 90 80 80', 'f5 80 80 80', 'ff', '80', '61 f0 9f 98', 'e2 82 ac 61', 'c3 a9 c3 a9'],
  ].map(hex);
}

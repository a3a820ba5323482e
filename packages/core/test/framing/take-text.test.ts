import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  FrameDecoder,
  type FrameDecoderOptions,
  Opcode,
  Scratch,
  TextRun,
} from 'sansocket/framing';
import { cut, cuts } from '../support/arbitraries/cuts.ts';
import { assertLaw } from '../support/assert-law.ts';
import { concat, hex, pattern, toHex } from '../support/bytes.ts';
import { decodeFrames } from '../support/decode-frames.ts';
import { type WireFrame, wireBytes } from '../support/wire-frame.ts';

const encoder = new TextEncoder();
const key = hex('37 fa 21 3d');

/** What comes out of chunks: whole texts that `takeText` took, else frames as their steps tell. */
function decodeWithTexts(
  chunks: readonly Uint8Array[],
  options: FrameDecoderOptions,
): { frames: string[]; taken: number; offset: number; rule: string | undefined } {
  const decoder = new FrameDecoder(options);
  const run = new TextRun();
  const frames: string[] = [];
  let taken = 0;
  for (const chunk of chunks) {
    decoder.push(chunk);
    for (let step: string | undefined; step !== 'need-input' && step !== 'violation'; ) {
      const text = decoder.takeText(run);
      if (text !== undefined) {
        taken++;
        frames.push(`81 ${toHex(encoder.encode(text))}`);
        continue;
      }
      step = decoder.next();
      if (step === 'need-input') run.leave();
      if (step === 'header') frames.push(decoder.byte0.toString(16).padStart(2, '0'));
      if (step === 'payload') frames.push(`${frames.pop()!} ${toHex(decoder.payload())}`);
    }
    if (decoder.violation !== undefined) break;
  }
  const trimmed = frames.map((frame) => frame.trim());
  return { frames: trimmed, taken, offset: decoder.offset, rule: decoder.violation?.rule };
}

function decodeBySteps(
  chunks: readonly Uint8Array[],
  options: FrameDecoderOptions,
): Omit<ReturnType<typeof decodeWithTexts>, 'taken'> {
  const { frames, offset, violation } = decodeFrames(chunks, options);
  const asHex = frames.map(({ header, payload }) => {
    const byte0 = (header.fin ? 0x80 : 0) | header.opcode;
    return `${byte0.toString(16).padStart(2, '0')} ${toHex(payload)}`.trim();
  });
  return { frames: asHex, offset, rule: violation?.rule };
}

function texts(...given: string[]): Uint8Array {
  return concat(
    ...given.map((text) => wireBytes({ opcode: Opcode.text, payload: encoder.encode(text), key })),
  );
}

const anyFrame = (): fc.Arbitrary<WireFrame> => {
  const length = fc.integer({ min: 0, max: 140 });
  const ascii = length.map((size) => new Uint8Array(size).fill(0x61));
  const other = fc.string({ unit: 'binary', maxLength: 30 }).map((text) => encoder.encode(text));
  const text = fc.oneof({ weight: 5, arbitrary: ascii }, other, fc.uint8Array({ maxLength: 8 }));
  return fc.oneof(
    { weight: 6, arbitrary: text.map((payload) => ({ opcode: Opcode.text, payload })) },
    { weight: 1, arbitrary: text.map((payload) => ({ opcode: Opcode.binary, payload })) },
    { weight: 1, arbitrary: fc.constant({ opcode: Opcode.ping, payload: hex('70') }) },
    { weight: 1, arbitrary: fc.constant({ opcode: Opcode.text, fin: false, payload: hex('70') }) },
    { weight: 1, arbitrary: fc.constant({ opcode: Opcode.continuation, payload: hex('71') }) },
  );
};

describe.each(['server', 'client'] as const)('takeText() of a %s', (role) => {
  const mask = role === 'server' ? key : undefined;

  it('takes what the steps would have told, at the same offsets, and changes no chunk', () => {
    assertLaw(
      fc.property(
        fc.array(anyFrame(), { maxLength: 60 }),
        cuts(),
        fc.nat({ max: 3 }),
        fc.option(fc.integer({ min: 0, max: 130 }), { nil: undefined }),
        (frames, sizes, shift, maxMessageBytes) => {
          const bytes = concat(...frames.map((frame) => wireBytes({ ...frame, key: mask })));
          const place = new Uint8Array(bytes.length + shift);
          place.set(bytes, shift);
          const chunks = shift === 0 ? cut(bytes, sizes) : [place.subarray(shift)];
          const options = { role, maxMessageBytes };
          const { taken: _, ...result } = decodeWithTexts(chunks, options);
          expect(result).toEqual(decodeBySteps([bytes], options));
          expect(toHex(concat(...chunks))).toBe(toHex(bytes));
        },
      ),
      300,
    );
  });
});

describe('takeText()', () => {
  it('takes texts that follow each other, more than the working memory holds', () => {
    const given = Array.from({ length: 300 }, (_, i) => 'x'.repeat(i % 126));
    const { frames, taken } = decodeWithTexts([texts(...given)], { role: 'server' });
    expect(taken).toBe(300);
    expect(frames).toEqual(given.map((text) => `81 ${toHex(encoder.encode(text))}`.trim()));
  });

  it('takes texts without a key that follow each other', () => {
    const { frames, taken } = decodeWithTexts([hex('81 02 68 69 81 01 21')], { role: 'client' });
    expect([frames, taken]).toEqual([['81 68 69', '81 21'], 2]);
  });

  it('takes a text of up to 24 letters that stands alone', () => {
    for (let length = 0; length <= 24; length++) {
      const text = 'abcdefghijklmnopqrstuvwxyz'.slice(0, length);
      expect(decodeWithTexts([texts(text)], { role: 'server' })).toMatchObject({
        frames: [`81 ${toHex(encoder.encode(text))}`.trim()],
        taken: 1,
      });
    }
  });

  it.each([0, 3, 8, 16, 23])('takes a lone text that is not ASCII at byte %i', (at) => {
    const payload = new Uint8Array(25).fill(0x61);
    payload.set(encoder.encode('é'), at);
    const frame = wireBytes({
      opcode: Opcode.text,
      payload: payload.slice(0, 24 + (at >> 4)),
      key,
    });
    expect(decodeWithTexts([frame], { role: 'server' })).toMatchObject({
      frames: [`81 ${toHex(payload.slice(0, 24 + (at >> 4)))}`],
      taken: 1,
    });
  });

  it.each(['server', 'client'] as const)(
    'leaves one that is not UTF-8 to the steps of a %s',
    (role) => {
      for (const length of [1, 24, 25, 125]) {
        const payload = new Uint8Array(length).fill(0x61).fill(0xff, length - 1);
        const mask = role === 'server' ? key : undefined;
        const frame = wireBytes({ opcode: Opcode.text, payload, key: mask });
        expect(decodeWithTexts([frame], { role }).taken).toBe(0);
      }
    },
  );

  it.each(['server', 'client'] as const)('takes texts of any length alone, as a %s', (role) => {
    for (let length = 0; length <= 125; length++) {
      const payload = pattern(length).map((byte) => 0x20 + (byte % 95));
      const mask = role === 'server' ? key : undefined;
      const frame = wireBytes({ opcode: Opcode.text, payload, key: mask });
      const { frames, taken } = decodeWithTexts([frame], { role });
      expect([frames, taken]).toEqual([[`81 ${toHex(payload)}`.trim()], 1]);
    }
  });

  it('decodes texts together that have pings and pongs between them', () => {
    let calls = 0;
    const decodeText = (bytes: Uint8Array, start: number, end: number): string => {
      calls++;
      return new TextDecoder().decode(bytes.subarray(start, end));
    };
    const control = (opcode: Opcode): Uint8Array =>
      wireBytes({ opcode, payload: hex('70 71'), key });
    const long = 'a'.repeat(40);
    const decoder = new FrameDecoder({ role: 'server' });
    const run = new TextRun(undefined, { decodeText });
    decoder.push(
      concat(
        texts(long),
        control(Opcode.ping),
        control(Opcode.pong),
        texts(long, 'b'),
        control(Opcode.close),
        texts('c'),
      ),
    );
    expect(decoder.takeText(run)).toBe(long);
    expect(decoder.takeText(run)).toBeUndefined();
    expect([decoder.takeFrame(), decoder.opcode]).toEqual([true, Opcode.ping]);
    expect([decoder.takeFrame(), decoder.opcode]).toEqual([true, Opcode.pong]);
    expect([decoder.takeText(run), decoder.takeText(run)]).toEqual([long, 'b']);
    expect(decoder.takeText(run)).toBeUndefined();
    expect(calls).toBe(1);
  });

  it('takes the texts of a chunk one by one once they are not ASCII', () => {
    const long = 'é'.repeat(30);
    const { taken, frames } = decodeWithTexts([texts(long, long, 'a'.repeat(40))], {
      role: 'server',
    });
    expect(taken).toBe(3);
    expect(frames).toHaveLength(3);
  });

  it('leaves two halves of a code point in two messages to the steps', () => {
    const halves = concat(
      wireBytes({ opcode: Opcode.text, payload: hex('61 62 63 c3'), key }),
      wireBytes({ opcode: Opcode.text, payload: hex('a9 61 62 63'), key }),
    );
    expect(decodeWithTexts([halves], { role: 'server' }).taken).toBe(0);
  });

  it('takes nothing inside a message', () => {
    const begun = wireBytes({ opcode: Opcode.text, fin: false, payload: hex('61'), key });
    const { taken, rule } = decodeWithTexts([concat(begun, texts('a', 'b'))], { role: 'server' });
    expect([taken, rule]).toEqual([0, 'message-interleaved']);
  });

  it('takes nothing in the middle of a frame', () => {
    const decoder = new FrameDecoder({ role: 'server' });
    decoder.push(texts('abc').slice(0, 3));
    expect(decoder.next()).toBe('need-input');
    expect(decoder.takeText(new TextRun())).toBeUndefined();
  });

  it('can share its working memory with others between two calls', () => {
    const scratch = new Scratch();
    const ends = [0, 1].map((i) => {
      const decoder = new FrameDecoder({ role: 'server' });
      decoder.push(texts(`a${i}`, `b${i}`, `c${i}`));
      return { decoder, run: new TextRun(scratch) };
    });
    const taken = [0, 1, 2].flatMap(() => ends.map(({ decoder, run }) => decoder.takeText(run)));
    expect(taken).toEqual(['a0', 'a1', 'b0', 'b1', 'c0', 'c1']);
  });
});

describe('takeText() at an end', () => {
  const all = (
    chunk: Uint8Array,
    scratch?: Scratch,
    role: 'server' | 'client' = 'server',
  ): string[] => {
    const decoder = new FrameDecoder({ role });
    const run = new TextRun(scratch);
    decoder.push(chunk);
    const taken: string[] = [];
    for (let text; (text = decoder.takeText(run)) !== undefined; ) taken.push(text);
    return taken;
  };

  it('takes a text that ends with the chunk, and leaves one that lacks a byte', () => {
    const chunk = texts('abc', 'defgh', 'ij');
    expect(all(chunk)).toEqual(['abc', 'defgh', 'ij']);
    expect(all(chunk.slice(0, -1))).toEqual(['abc', 'defgh']);
  });

  it('takes as many as the memory holds by one call, and goes on with another', () => {
    const lengths = [125, 124, 123, 1, 77, 125, 2];
    for (const shift of [0, 1, 2, 3]) {
      const given = Array.from({ length: 60 }, (_, i) =>
        `${i % 10}`.repeat(lengths[i % 7]! - (shift && i === 0 ? shift : 0)),
      );
      let calls = 0;
      const decoder = new FrameDecoder({ role: 'server' });
      const run = new TextRun(undefined, {
        decodeText(bytes, start, end) {
          calls++;
          expect(end).toBeLessThanOrEqual(2048);
          return String.fromCharCode(...bytes.subarray(start, end));
        },
      });
      decoder.push(texts(...given));
      expect(given.map(() => decoder.takeText(run))).toEqual(given);
      expect(calls).toBeLessThan(6);
    }
  });

  it('gives a lone text that is ASCII to who decodes that', () => {
    const calls: number[] = [];
    const decodeAscii = (bytes: Uint8Array, start: number, end: number): string => {
      calls.push(end - start);
      return String.fromCharCode(...bytes.subarray(start, end));
    };
    for (const text of ['a'.repeat(24), 'b'.repeat(25), 'é'.repeat(20), 'c'.repeat(125)]) {
      const decoder = new FrameDecoder({ role: 'server' });
      decoder.push(texts(text));
      expect(decoder.takeText(new TextRun(undefined, { decodeAscii }))).toBe(text);
    }
    expect(calls).toEqual([25, 125]);
  });
});

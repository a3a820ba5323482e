/** Headers that come whole or cut, in chunks long enough to be taken in one go. @module */
import { describe, expect, it } from '@jest/globals';
import { FrameDecoder, HeaderRules, type JudgedHeaders, TextRun } from 'sansocket/framing';
import { concat, hex } from '../support/bytes.ts';
import { decodeFrames } from '../support/decode-frames.ts';

const letters = (count: number): Uint8Array => new Uint8Array(count).fill(0x61);

describe('FrameDecoder with a whole header at hand', () => {
  it.each([
    ['length-not-minimal', '82 7e 00 7d', 125],
    ['length-not-minimal', '81 7e 00 00', 9],
    ['control-frame-too-long', '89 7e 00 7e', 126],
    ['control-frame-too-long', '8a 7e 00 7e', 126],
  ])('finds %s in %s as it does byte by byte (§5.2, §5.5)', (rule, header, count) => {
    const { violation } = decodeFrames([concat(hex(header), letters(count))], { role: 'client' });
    expect(violation?.rule).toBe(rule);
  });

  it('takes the length of a header that was cut for a length, whatever it looks like', () => {
    const payload = letters(0x8105);
    const { frames } = decodeFrames([hex('82 7e'), concat(hex('81 05'), payload)]);
    expect(frames.map((frame) => frame.payload.length)).toEqual([0x8105]);
  });

  it('tells the bits of the header', () => {
    const decoder = new FrameDecoder({ reservedBits: 0x70 });
    for (const [byte0, fin, rsv1, rsv2, rsv3] of [
      ['01', false, false, false, false],
      ['c0', true, true, false, false],
      ['a1', true, false, true, false],
      ['91', true, false, false, true],
    ] as const) {
      // A continuation has no reserved bits: the second frame is only asked for its FIN.
      decoder.push(hex(byte0 === 'c0' ? '80 00' : `${byte0} 00`));
      expect(decoder.next()).toBe('header');
      expect(decoder.fin).toBe(fin);
      if (byte0 !== 'c0') expect(decoder.header).toMatchObject({ fin, rsv1, rsv2, rsv3 });
      expect([decoder.next(), decoder.next()]).toEqual(['end', 'need-input']);
    }
  });

  it('says whether it stands between two frames', () => {
    const decoder = new FrameDecoder({ role: 'client' });
    const seen: boolean[] = [];
    const push = (bytes: string): void => {
      decoder.push(hex(bytes));
      for (let step; step !== 'need-input'; seen.push(decoder.isBetween)) step = decoder.next();
    };
    expect(decoder.isBetween).toBe(true);
    push('82');
    push('02');
    push('61');
    push('62');
    expect(seen).toEqual([false, false, false, false, false, false, true, true]);
  });
});

describe('FrameDecoder with rules of another version', () => {
  /** Rules that let a frame be taken only as they are asked: they refuse every text. */
  const rules = (options: JudgedHeaders) => {
    const own = new HeaderRules(options);
    return {
      judgeByte0: (byte0: number) => (byte0 === 0x81 ? 'opcode-reserved' : own.judgeByte0(byte0)),
      judgeByte1: (byte1: number) => own.judgeByte1(byte1),
      judgeLength: (value: number, left: number, size: number) =>
        own.judgeLength(value, left, size),
      accept: (length: number) => own.accept(length),
      neededBytes: 0,
      plain: new Int8Array(256).fill(-1),
    } as const;
  };

  it.each([0, 1, 9])('asks them of each header: a text of %i bytes', (length) => {
    const decoder = new FrameDecoder({ role: 'client', rules });
    decoder.push(
      concat(Uint8Array.of(0x82, 9), letters(9), Uint8Array.of(0x81, length), letters(9)),
    );
    const run = new TextRun();
    const steps: unknown[] = [];
    for (let step; step !== 'violation'; steps.push(step)) {
      step = decoder.takeText(run) ?? decoder.next();
    }
    expect(steps).toEqual(['header', 'payload', 'end', 'violation']);
    expect(decoder.violation).toMatchObject({ rule: 'opcode-reserved', offset: 11 });
  });
});

describe('FrameDecoder.takeText()', () => {
  it('takes nothing within a frame, whatever that looks like', () => {
    const run = new TextRun();
    const decoder = new FrameDecoder({ role: 'client' });
    decoder.push(concat(hex('82 03 81 01 61'), letters(9)));
    expect(decoder.takeText(run)).toBeUndefined();
    expect(decoder.next()).toBe('header');
    expect(decoder.takeText(run)).toBeUndefined();
    expect(decoder.next()).toBe('payload');
    expect(decoder.takeText(run)).toBeUndefined();

    const cut = new FrameDecoder({ role: 'client' });
    cut.push(hex('82'));
    expect(cut.next()).toBe('need-input');
    cut.push(hex('7e 81 01 61 61 61 61 61 61'));
    expect(cut.takeText(run)).toBeUndefined();
    cut.next();
    expect(cut.payloadLength).toBe(0x8101);
  });

  it('takes nothing between the end of a payload and the step that tells it', () => {
    const run = new TextRun();
    const decoder = new FrameDecoder({ role: 'client' });
    decoder.push(hex('82 01 00 81 01 61'));
    expect([decoder.next(), decoder.next()]).toEqual(['header', 'payload']);
    expect(decoder.takeText(run)).toBeUndefined();
    expect(decoder.next()).toBe('end');
    expect(decoder.takeText(run)).toBe('a');
  });

  it('takes nothing behind a violation', () => {
    const run = new TextRun();
    const decoder = new FrameDecoder({ role: 'client' });
    decoder.push(hex('83 81 01 61'));
    expect(decoder.next()).toBe('violation');
    expect(decoder.takeText(run)).toBeUndefined();
    expect(decoder.next()).toBe('violation');
  });

  it('leaves a text with an extended length, also when a text seems to follow its first bytes', () => {
    const payload = letters(126);
    payload.set(hex('c2 81'), 123);
    const decoder = new FrameDecoder({ role: 'client' });
    decoder.push(concat(hex('81 7e 00 7e'), payload));
    expect(decoder.takeText(new TextRun())).toBeUndefined();
    expect(decoder.next()).toBe('header');
    expect(decoder.payloadLength).toBe(126);
  });
});

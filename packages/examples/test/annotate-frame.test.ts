import { describe, expect, it } from '@jest/globals';
import { type AnnotatedFrame, FrameAnnotator, hex } from '../src/annotate-frame.ts';

/** The frames of RFC 6455 §5.7: a masked "Hello", and 256 bytes. */
const maskedHello = Uint8Array.of(0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58);
const bytes256 = Uint8Array.of(0x82, 0x7e, 0x01, 0x00, ...new Uint8Array(256));

function rows({ fields }: AnnotatedFrame): string[] {
  return fields.map(({ bytes, meaning }) => `${hex(bytes.subarray(0, 8))} | ${meaning}`);
}

describe('FrameAnnotator', () => {
  it('tells the fields of a masked frame', () => {
    const [frame] = new FrameAnnotator().push(maskedHello);
    expect(frame!.name).toBe('text');
    expect(rows(frame!)).toEqual([
      '81 | fin 1, rsv 000, opcode 1: text',
      '85 | mask 1, payload length 5',
      '37 fa 21 3d | masking key',
      '7f 9f 4d 51 58 | payload, unmasked: "Hello"',
    ]);
  });

  it('tells an extended payload length', () => {
    const [frame] = new FrameAnnotator().push(bytes256);
    expect(rows(frame!).slice(1)).toEqual([
      '7e | mask 0, length 126: see the next 2 bytes',
      '01 00 | payload length 256',
      '00 00 00 00 00 00 00 00 | payload: 00 00 00 00 00 00 00 …',
    ]);
  });

  it('tells the code and the reason of a Close frame', () => {
    const [frame] = new FrameAnnotator().push(Uint8Array.of(0x88, 0x04, 0x03, 0xe8, 0x6f, 0x6b));
    expect(rows(frame!).slice(2)).toEqual(['03 e8 | close code: 1000', '6f 6b | reason: "ok"']);
  });

  it('gives the same frames however the bytes are cut', () => {
    const stream = Uint8Array.of(...maskedHello, ...bytes256, ...maskedHello);
    const whole = new FrameAnnotator().push(stream);
    const annotator = new FrameAnnotator();
    const cut = [...stream].flatMap((byte) => annotator.push(Uint8Array.of(byte)));
    expect(cut).toEqual(whole);
    expect(whole).toHaveLength(3);
  });

  it('throws at what is no frame', () => {
    expect(() => new FrameAnnotator().push(Uint8Array.of(0x83))).toThrow(RangeError);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FrameDecoder, type Role } from 'sansocket/framing';
import { byteByByte, concat, everyCut, hex, inTwo, pattern, toHex } from '../support/bytes.ts';
import { decodeFrames } from '../support/decode-frames.ts';
import { referenceFrames, roles } from '../support/reference-frames.ts';

/** Streams short enough to be cut in every way. */
const shortStreams = [
  '81 05 48 65 6c 6c 6f',
  '81 85 37 fa 21 3d 7f 9f 4d 51 58',
  '01 03 48 65 6c 89 00 80 02 6c 6f',
  '81 80 01 02 03 04 82 81 05 06 07 08 aa',
  '82 7f 00 00 00 00 00 01 00 00 aa',
  '82 fe 00 7e 01 02 03 04 aa bb cc',
  '88 02 03 e8 81 00',
  '81 00 00 00',
  '02 01 aa 89 7e',
  '82 7f 00 00 00 00 00 00 ff',
];

/** A list of frames with payloads around the borders of the length forms. */
function longStream(): Uint8Array {
  const frames = ['81 7d', '89 00', '02 7e 00 7e', '8a 01', '00 7e 01 00', '80 00', '88 02'];
  const lengths = [125, 0, 126, 1, 256, 0, 2];
  return concat(...frames.flatMap((header, i) => [hex(header), pattern(lengths[i]!)]));
}

/** Headers that often make sense, so that random streams get beyond the first frame. */
function anyStream(): fc.Arbitrary<Uint8Array> {
  const header = fc.constantFrom(
    '81 00',
    '81 80',
    '01 01',
    '00 82',
    '80 01',
    '02 03',
    '82 83',
    '89 00',
    '8a 81',
    '88 02',
    '88 01',
    '82 7e 00 7e',
    '82 fe 00 10',
    '82 7f 00 00',
    '82 ff 00 20',
    'c1 00',
    '83 00',
    '09 00',
  );
  const part = fc.oneof(
    { weight: 3, arbitrary: header.map(hex) },
    { weight: 2, arbitrary: fc.uint8Array({ maxLength: 5 }) },
    { weight: 1, arbitrary: fc.constant(pattern(130)) },
  );
  return fc.array(part, { maxLength: 12 }).map((parts) => concat(...parts));
}

function anyRole(): fc.Arbitrary<Role | undefined> {
  return fc.constantFrom(...roles);
}

describe('laws of FrameDecoder', () => {
  it.each(shortStreams)('chunking: gives the same for %s cut in every way (§2)', (digits) => {
    const whole = decodeFrames([hex(digits)]);
    for (const chunks of everyCut(hex(digits))) expect(decodeFrames(chunks)).toEqual(whole);
  });

  it('chunking: gives the same for a long stream cut in two anywhere, and byte by byte (§2)', () => {
    const whole = decodeFrames([longStream()]);
    expect(whole.frames).toHaveLength(7);
    expect(whole.violation).toBeUndefined();
    for (const halves of inTwo(longStream())) expect(decodeFrames(halves)).toEqual(whole);
    expect(decodeFrames(byteByByte(longStream()))).toEqual(whole);
  });

  it('chunking: gives the same for any stream in chunks of any size (§2)', () => {
    fc.assert(
      fc.property(anyStream(), anyRole(), fc.array(fc.nat({ max: 9 })), (stream, role, cuts) => {
        const chunks: Uint8Array[] = [];
        let rest = stream;
        for (const cut of cuts) {
          chunks.push(rest.slice(0, cut));
          rest = rest.slice(cut);
        }
        const whole = decodeFrames([stream], { role });
        expect(decodeFrames([...chunks, rest], { role })).toEqual(whole);
        expect(decodeFrames(byteByByte(stream), { role })).toEqual(whole);
        expect(decodeFrames([stream.slice()], { role, inPlace: true })).toEqual(whole);
      }),
    );
  });

  it('oracle: gives the frames and the fault of the reference for any stream (§5, §6.2)', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyStream(), fc.uint8Array({ maxLength: 40 })),
        anyRole(),
        (stream, role) => {
          const { frames, fault } = referenceFrames(stream, role);
          const decoded = decodeFrames([stream], { role });
          const whole = decoded.frames.filter(({ ended }) => ended);
          expect(whole.map(({ payload }) => toHex(payload))).toEqual(
            frames.map(({ payload }) => toHex(payload)),
          );
          expect(whole.map(({ header }) => header.opcode)).toEqual(
            frames.map(({ byte0 }) => byte0 % 16),
          );
          expect(decoded.violation?.offset).toBe(fault?.offset);
          if (fault !== undefined) expect(fault.rules).toContain(decoded.violation?.rule);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('robustness: never throws and never ends in anything but need-input or a violation', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), anyRole(), (bytes, role) => {
        const decoder = new FrameDecoder({ role, reservedBits: 0x70 });
        decoder.push(bytes);
        const steps = Array.from({ length: 3 * bytes.length + 2 }, () => decoder.next());
        expect(['need-input', 'violation']).toContain(steps.at(-1));
        expect(decoder.offset).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});

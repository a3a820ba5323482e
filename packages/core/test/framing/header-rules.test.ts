import { describe, expect, it } from '@jest/globals';
import {
  FrameDecoder,
  type FrameDecoderOptions,
  HeaderRules,
  type Role,
  RSV1,
  RSV2,
  RSV3,
} from 'sansocket/framing';
import { byteByByte, concat, hex } from '../support/bytes.ts';
import { decodeFrames } from '../support/decode-frames.ts';
import { expectViolation } from '../support/expect-violation.ts';
import { faultOfTwoBytes, roles } from '../support/reference-frames.ts';

/** A first fragment without payload, as the peer of `role` sends it. */
function firstFragment(role: Role | undefined): Uint8Array {
  return role === 'server' ? hex('01 80 00 00 00 00') : hex('01 00');
}

/** What a decoder says to two bytes, one after the other: `rule offset`, or what it waits for. */
function verdictOn(
  byte0: number,
  byte1: number,
  role: Role | undefined,
  inMessage: boolean,
): string {
  const decoder = new FrameDecoder({ role });
  const before = inMessage ? firstFragment(role) : new Uint8Array(0);
  decoder.push(before);
  while (decoder.next() !== 'need-input');
  for (const [index, byte] of [byte0, byte1].entries()) {
    decoder.push(Uint8Array.of(byte));
    const step = decoder.next();
    if (step === 'violation') {
      const { rule, offset } = decoder.violation!;
      return offset === before.length + index ? `${rule} ${index}` : `${rule} at offset ${offset}`;
    }
    if (step === 'header') return `header ${decoder.opcode} ${decoder.payloadLength}`;
  }
  return 'need-input';
}

/** The same by the reference: the verdicts that the RFC leaves. */
function expectedVerdicts(
  byte0: number,
  byte1: number,
  role: Role | undefined,
  inMessage: boolean,
): string[] {
  const fault = faultOfTwoBytes([byte0, byte1], role, inMessage);
  if (fault !== undefined) return fault.rules.map((rule) => `${rule} ${fault.offset}`);
  return byte1 < 126 ? [`header ${byte0 % 16} ${byte1}`] : ['need-input'];
}

describe.each(roles)('HeaderRules of the role %p', (role) => {
  it.each([
    ['between messages', false],
    ['inside a message', true],
  ])(
    'judge all 65,536 pairs of bytes 0 and 1 %s, each at its byte (§5.1, §5.2, §5.4, §5.5)',
    (_, inMessage) => {
      const wrong: string[] = [];
      for (let pair = 0; pair <= 0xffff; pair++) {
        const [byte0, byte1] = [pair >> 8, pair & 0xff];
        const verdict = verdictOn(byte0, byte1, role, inMessage);
        if (!expectedVerdicts(byte0, byte1, role, inMessage).includes(verdict)) {
          wrong.push(`${byte0.toString(16)} ${byte1.toString(16)}: ${verdict}`);
        }
      }
      expect(wrong).toEqual([]);
    },
  );
});

describe('HeaderRules.reservedBits', () => {
  it.each([
    ['RSV1', RSV1],
    ['RSV2', RSV2],
    ['RSV3', RSV3],
    ['RSV1 and RSV3', RSV1 | RSV3],
  ])('lets %s stand on the first frame of a message only (§5.2, §9)', (_, reservedBits) => {
    const wrong: number[] = [];
    for (let byte0 = 0; byte0 < 256; byte0++) {
      for (const inMessage of [false, true]) {
        const before = inMessage ? hex('01 00') : new Uint8Array(0);
        const { violation } = decodeFrames([before, Uint8Array.of(byte0)], { reservedBits });
        const owned = byte0 % 16 === 1 || byte0 % 16 === 2 ? reservedBits : 0;
        const broken = (byte0 & 0x70 & ~owned) !== 0;
        if ((violation?.rule === 'reserved-bit-set') !== broken) wrong.push(byte0);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('HeaderRules.maxFrameBytes', () => {
  const row = { rule: 'frame-too-long', closeCode: 1009, section: '10.4' } as const;

  it.each<[maxFrameBytes: number, header: string, offset: number, last: string]>([
    [125, '82 7e', 1, '82 7d'],
    [126, '82 7e 00 7f', 3, '82 7e 00 7e'],
    [255, '82 7e 01', 2, '82 7e 00 ff'],
    [256, '82 7e 01 01', 3, '82 7e 01 00'],
    [65_535, '82 7f', 1, '82 7e ff ff'],
    [65_536, '82 7f 00 00 00 00 00 01 00 01', 9, '82 7f 00 00 00 00 00 01 00 00'],
    [2 ** 24, '82 7f 00 00 00 00 01 00 00 01', 9, '82 7f 00 00 00 00 01 00 00 00'],
    [2 ** 24, '82 7f 00 00 00 00 02', 6, '82 7f 00 00 00 00 00 ff ff ff'],
    [2 ** 24, '82 7f 00 00 00 10', 5, '82 7f 00 00 00 00 01 00 00 00'],
    [2 ** 32, '82 7f 00 00 00 01 00 00 00 01', 9, '82 7f 00 00 00 01 00 00 00 00'],
    [2 ** 53 - 1, '82 7f 00 20', 3, '82 7f 00 1f ff ff ff ff ff ff'],
  ])(
    'of %i fails with 1009 for %s at byte %i and takes %s (§10.4)',
    (maxFrameBytes, header, offset, last) => {
      expectViolation(hex(header), { ...row, offset }, { maxFrameBytes });
      const { violation, frames } = decodeFrames([hex(last)], { maxFrameBytes });
      expect(violation).toBeUndefined();
      expect(frames).toHaveLength(1);
    },
  );

  it('is 2^53 - 1 where nobody sets it, as no number beyond is exact', () => {
    expectViolation(hex('82 7f 00 20'), { ...row, offset: 3 });
    expectViolation(hex('82 7f 7f'), { ...row, offset: 2 });
  });

  it('is at most 2^53 - 1, with no limit either (§5.2)', () => {
    const none = { maxFrameBytes: Infinity, maxMessageBytes: Infinity };
    expectViolation(hex('82 7f 00 20'), { ...row, offset: 3 }, none);
    expectViolation(hex('82 7f 7f'), { ...row, offset: 2 }, none);
  });

  it('holds for each frame and not for control frames, which the RFC bounds (§5.5)', () => {
    const ping = concat(hex('89 7d'), new Uint8Array(125));
    const two = concat(hex('02 7d'), new Uint8Array(125), hex('80 7d'), new Uint8Array(125));
    expect(decodeFrames([concat(ping, two)], { maxFrameBytes: 125 })).toMatchObject({
      violation: undefined,
      frames: [{ ended: true }, { ended: true }, { ended: true }],
    });
  });
});

describe('HeaderRules.maxMessageBytes', () => {
  const row = { rule: 'message-too-long', closeCode: 1009, section: '10.4' } as const;
  const two = hex('02 02 aa aa');

  it.each<[maxMessageBytes: number, stream: string, offset: number]>([
    [0, '82 01', 1],
    [4, '82 05', 1],
    [4, '02 02 aa aa 80 03', 5],
    [4, '02 02 aa aa 00 02 aa aa 80 01', 9],
    [125, '82 7e', 1],
    [127, '02 02 aa aa 80 7e', 5],
    [128, '02 02 aa aa 80 7e 00 7f', 7],
    [65_537, '02 02 aa aa 80 7f', 5],
  ])('of %i fails with 1009 for %s at byte %i (§10.4)', (maxMessageBytes, stream, offset) => {
    expectViolation(hex(stream), { ...row, offset }, { maxMessageBytes });
  });

  it('lets a message have exactly as many bytes, and begins anew with the next (§10.4)', () => {
    const stream = concat(
      two,
      hex('89 04 01 02 03 04'),
      hex('80 02 aa aa'),
      hex('82 04 aa aa aa aa'),
    );
    const { violation, frames } = decodeFrames([stream], { maxMessageBytes: 4 });
    expect(violation).toBeUndefined();
    expect(frames.map(({ payload }) => payload.length)).toEqual([2, 4, 2, 4]);
  });

  it('of 0 takes empty messages only', () => {
    expect(
      decodeFrames([hex('81 00 01 00 80 00')], { maxMessageBytes: 0 }).violation,
    ).toBeUndefined();
  });

  it('sums without a loss of digits up to 2^53 - 1', () => {
    const begun = hex('02 01 aa');
    const most = hex('80 7f 00 1f ff ff ff ff ff fe');
    const oneMore = hex('80 7f 00 1f ff ff ff ff ff ff');
    expect(decodeFrames([begun, most]).frames.at(-1)?.header.payloadLength).toBe(2 ** 53 - 2);
    expectViolation(concat(begun, oneMore), { ...row, offset: 12 });
  });
});

describe('HeaderRules.maxEmptyFragments', () => {
  const row = { rule: 'too-many-empty-fragments', closeCode: 1008, section: '10.4' } as const;

  it.each<[maxEmptyFragments: number, stream: string, offset: number]>([
    [0, '01 00', 1],
    [1, '01 00 00 00', 3],
    [2, '01 00 00 00 80 00', 5],
    [2, '01 01 61 00 00 00 00 00 00', 8],
    [1, '01 00 89 00 00 00', 5],
  ])('of %i fails with 1008 for %s at byte %i (§10.4)', (maxEmptyFragments, stream, offset) => {
    expectViolation(hex(stream), { ...row, offset }, { maxEmptyFragments });
  });

  it('counts those in a row: a byte of payload or a new message begins anew', () => {
    const stream = hex('01 00 00 00 00 01 61 00 00 00 00 80 01 61 01 00 00 00 80 01 61');
    expect(decodeFrames(byteByByte(stream), { maxEmptyFragments: 2 }).violation).toBeUndefined();
  });

  it('counts no empty message: it is no fragment', () => {
    const options: FrameDecoderOptions = { maxEmptyFragments: 0 };
    expect(decodeFrames([hex('81 00 82 00 89 00')], options).violation).toBeUndefined();
  });
});

describe('FrameDecoder.neededBytes', () => {
  /** As whoever validates the text says it after the first fragment, `61 e2`. */
  function verdictOnNext(next: string): string {
    const decoder = new FrameDecoder();
    decoder.push(hex('01 02 61 e2'));
    while (decoder.next() !== 'need-input');
    decoder.neededBytes = 2;
    decoder.push(hex(next));
    while (decoder.next() !== 'need-input' && decoder.violation === undefined);
    return decoder.violation ? `${decoder.violation.rule} ${decoder.violation.offset}` : 'none';
  }

  it.each([
    ['80 00', 'text-not-utf8 5'],
    ['80 01', 'text-not-utf8 5'],
    ['80 02 82 ac', 'none'],
    ['00 00', 'none'],
    ['00 01 82', 'none'],
    ['89 00 80 01', 'text-not-utf8 7'],
    ['89 01 61', 'none'],
  ])(
    'fails for a last fragment too short for the code point: %s gives %s (§8.1)',
    (next, verdict) => {
      expect(verdictOnNext(next)).toBe(verdict);
    },
  );

  it('ends with the message', () => {
    expect(verdictOnNext('80 02 82 ac 81 00 01 01 61 80 00')).toBe('none');
  });
});

describe('HeaderRules.plain', () => {
  it.each(['', '01 01 61', '02 01 61 00 01 61'])(
    'has only what breaks no rule, after %s',
    (before) => {
      for (const maxMessageBytes of [124, 125, undefined]) {
        const rules = new HeaderRules({ role: 'client', maxMessageBytes });
        for (const frame of before.split(/(?<=61) /).filter(Boolean)) {
          rules.judgeByte0(Number.parseInt(frame, 16));
          rules.accept(1);
        }
        for (let byte0 = 0; byte0 < 256; byte0++) {
          for (let length = 0; length <= rules.plain[byte0]!; length++) {
            expect([byte0, length, rules.judgeByte0(byte0)]).toEqual([byte0, length, undefined]);
            expect([byte0, length, rules.judgeByte1(length)]).toEqual([byte0, length, undefined]);
          }
        }
      }
    },
  );

  it('has whole messages, pings and pongs', () => {
    const { plain } = new HeaderRules({});
    const known = Array.from(plain.keys()).filter((byte0) => plain[byte0] !== -1);
    expect(known).toEqual([0x81, 0x82, 0x89, 0x8a]);
  });
});

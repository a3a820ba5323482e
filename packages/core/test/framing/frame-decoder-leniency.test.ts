import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FrameDecoder, type FrameDecoderOptions, type TolerableRule } from 'sansocket/framing';
import { byteByByte, concat, everyCut, hex, toHex } from '../support/bytes.ts';
import { decodeFrames } from '../support/decode-frames.ts';
import { rulesOfFrames } from '../support/reference-leniency.ts';

/** For each rule a stream that breaks this rule only, as a server receives it, and the frames in it. */
const broken: Readonly<Record<TolerableRule, readonly [stream: string, frames: number]>> = {
  'reserved-bit-set': ['c1 80 00 00 00 00', 1],
  'opcode-reserved': ['83 80 00 00 00 00', 1],
  'control-frame-fragmented': ['09 80 00 00 00 00', 1],
  'continuation-without-message': ['80 80 00 00 00 00', 1],
  'message-interleaved': ['01 80 00 00 00 00 82 80 00 00 00 00', 2],
  'frame-not-masked': ['81 01 61', 1],
  'frame-masked': ['81 81 00 00 00 00 61', 1],
  'control-frame-too-long': [`89 fe 00 7e 00 00 00 00 ${'61 '.repeat(126)}`, 1],
  'length-not-minimal': ['81 fe 00 01 00 00 00 00 61', 1],
  'close-payload-too-short': ['88 81 00 00 00 00 03', 1],
};
const rules = Object.keys(broken) as TolerableRule[];

function roleFor(rule: TolerableRule): 'server' | 'client' {
  return rule === 'frame-masked' ? 'client' : 'server';
}

describe('FrameDecoder with the option tolerate', () => {
  it.each(rules)('takes a frame that breaks %s, and only if it is named', (rule) => {
    const [stream, frames] = broken[rule];
    const role = roleFor(rule);
    const others = rules.filter((other) => other !== rule);
    for (const cut of [(bytes: Uint8Array) => [bytes], byteByByte]) {
      const chunks = cut(hex(stream));
      const taken = decodeFrames(chunks, { role, tolerate: [rule] });
      expect(taken.violation).toBeUndefined();
      expect(taken.frames.map(({ ended }) => ended)).toEqual(Array(frames).fill(true));
      expect(decodeFrames(chunks, { role, tolerate: others }).violation?.rule).toBe(rule);
    }
  });

  it('judges a length that is not minimal by its value', () => {
    const options = { tolerate: ['length-not-minimal'], maxFrameBytes: 125 } as const;
    const long = '00 00 00 00 00 00 00 05 61 62 63 64 65';
    expect(decodeFrames([hex(`89 7f ${long} 81 7f ${long}`)], options)).toMatchObject({
      frames: [{ header: { payloadLength: 5 } }, { header: { payloadLength: 5 } }],
      violation: undefined,
    });
    expect(decodeFrames([hex('81 7e 00 7e')], options).violation).toMatchObject({
      rule: 'frame-too-long',
      offset: 3,
    });
  });

  it('does not count a frame with a reserved opcode as part of a message', () => {
    const stream = '01 01 61 03 01 62 80 01 63';
    const { frames, violation } = decodeFrames([hex(stream)], { tolerate: ['opcode-reserved'] });
    expect([frames.length, violation]).toEqual([3, undefined]);
  });

  it('refuses the name of a rule that cannot be tolerated', () => {
    const make = () => new FrameDecoder({ tolerate: ['length-over-63-bits' as TolerableRule] });
    expect(make).toThrow(/^tolerate must be an array of reserved-bit-set, opcode-reserved/);
  });
});

describe("FrameDecoder with the option afterViolation: 'continue'", () => {
  it('tells every rule that a frame breaks, each once, before its header', () => {
    expect(
      stepsOf([hex('4b 7e 00 05 61 62 63 64 65 81 80 00 00 00 00')], { role: 'server' }),
    ).toEqual([
      'reserved-bit-set 0',
      'opcode-reserved 0',
      'frame-not-masked 1',
      'control-frame-too-long 1',
      'length-not-minimal 3',
      'header 0 11 5',
      'end 9',
      'header 9 1 0',
      'end 15',
    ]);
  });

  it.each([
    ['a length of 64 bits', '81 ff 80', 'length-over-63-bits 2'],
    ['a length that loses digits', '81 7f 00 20', 'frame-too-long 3'],
  ])('stops at %s: the end of the frame is unknown', (_, stream, told) => {
    const decoder = new FrameDecoder({ afterViolation: 'continue' });
    decoder.push(concat(hex('83 00'), hex(stream)));
    const steps = [decoder.next(), decoder.isStopped, decoder.next(), decoder.next()];
    expect(steps).toEqual(['violation', false, 'header', 'end']);
    expect([decoder.next(), decoder.isStopped, decoder.next()]).toEqual([
      'violation',
      true,
      'violation',
    ]);
    const { rule, offset } = decoder.violation!;
    expect(`${rule} ${offset - 2}`).toBe(told);
  });

  it('tells a frame above the limits and goes on behind it', () => {
    const options = { maxFrameBytes: 125, maxMessageBytes: 130 };
    const stream = concat(hex('82 7e 00 84'), new Uint8Array(132), hex('89 00'));
    expect(stepsOf([stream], options)).toEqual([
      'frame-too-long 1',
      'message-too-long 3',
      'header 0 2 132',
      'end 136',
      'header 136 9 0',
      'end 138',
    ]);
  });

  it('tells no tolerated rule', () => {
    const steps = stepsOf([hex('c3 00')], { tolerate: ['opcode-reserved'] });
    expect(steps).toEqual(['reserved-bit-set 0', 'header 0 3 0', 'end 2']);
  });

  it('takes the same steps however the bytes are cut', () => {
    const stream = hex('49 81 00 00 00 00 61 82 7e 00 01 62');
    const whole = stepsOf([stream], { role: 'client' });
    for (const chunks of everyCut(stream)) {
      expect(stepsOf(chunks, { role: 'client' })).toEqual(whole);
    }
  });

  it('finds what the reference finds in any stream', () => {
    fc.assert(
      fc.property(
        anyStream(),
        fc.constantFrom('server' as const, 'client' as const, undefined),
        (stream, role) => {
          for (const chunks of [[stream], byteByByte(stream)]) {
            const told = stepsOf(chunks, { role }).filter((step) => !step.startsWith('end'));
            expect([toHex(stream), told]).toEqual([toHex(stream), rulesOfFrames(stream, role)]);
          }
        },
      ),
    );
  });

  it('begins with the violation of a strict decoder', () => {
    fc.assert(
      fc.property(anyStream(), (stream) => {
        const { violation } = decodeFrames([stream], { role: 'server' });
        const [first] = stepsOf([stream], { role: 'server' }).filter(
          (step) => !/^(?:header|end)/.test(step),
        );
        expect(first).toBe(violation && `${violation.rule} ${violation.offset}`);
      }),
    );
  });
});

/** The steps but for the payload: a rule with its offset, a header with offset, opcode and length. */
function stepsOf(chunks: readonly Uint8Array[], options: FrameDecoderOptions): string[] {
  const decoder = new FrameDecoder({ ...options, afterViolation: 'continue' });
  const steps: string[] = [];
  const isStopped = (): boolean => decoder.isStopped;
  for (const chunk of chunks) {
    if (isStopped()) break;
    decoder.push(chunk);
    for (let step = decoder.next(); step !== 'need-input'; step = decoder.next()) {
      const { violation, headerOffset, opcode, payloadLength, offset } = decoder;
      if (step === 'violation') steps.push(`${violation!.rule} ${violation!.offset}`);
      if (step === 'header') steps.push(`header ${headerOffset} ${opcode} ${payloadLength}`);
      if (step === 'end') steps.push(`end ${offset}`);
      if (isStopped()) break;
    }
  }
  return steps;
}

/** Frames with headers of any kind, mostly short. */
function anyStream(): fc.Arbitrary<Uint8Array> {
  const byte1 = fc.constantFrom(0, 1, 2, 3, 0x80, 0x81, 0x82, 126, 127, 0xfe, 0xff);
  const opcodes = fc.constantFrom(0x81, 0x01, 0x00, 0x80, 0x02, 0x89, 0x09, 0x88, 0x83, 0xc1, 0x5b);
  const frame = fc
    .tuple(fc.oneof(opcodes, fc.nat(255)), byte1, fc.uint8Array({ minLength: 4, maxLength: 4 }))
    .map(([byte0, second, rest]) => {
      const form = second % 128;
      const length = form < 126 ? form : rest[0]! % 7;
      const digits = new Uint8Array(form === 127 ? 8 : form === 126 ? 2 : 0);
      if (digits.length > 0) digits[digits.length - 1] = length;
      if (digits.length === 8 && rest[1]! > 200) digits[rest[1]! % 8] = rest[2]!;
      const key = second >= 128 ? rest : new Uint8Array(0);
      return concat(Uint8Array.of(byte0, second), digits, key, new Uint8Array(length));
    });
  return fc.array(frame, { maxLength: 8 }).map((frames) => concat(...frames));
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FrameDecoder, Opcode, type Role } from 'sansocket/framing';
import { cut, cuts } from '../support/arbitraries/cuts.ts';
import { assertLaw } from '../support/assert-law.ts';
import { concat, hex, toHex } from '../support/bytes.ts';
import { type WireFrame, wireBytes } from '../support/wire-frame.ts';

const key = hex('37 fa 21 3d');

/** Frames as lines, whole ones taken in one step where `whole` says so. */
function lines(chunks: readonly Uint8Array[], role: Role, whole: boolean): string[] {
  const decoder = new FrameDecoder({ role, maxMessageBytes: 70_000 });
  const found: string[] = [];
  for (const chunk of chunks) {
    decoder.push(chunk);
    for (let step = ''; step !== 'need-input' && step !== 'violation'; ) {
      const { offset } = decoder;
      if (whole && decoder.takeFrame()) {
        const { headerOffset, payloadLeft } = decoder;
        expect([headerOffset, payloadLeft]).toEqual([offset, 0]);
        found.push(`${decoder.byte0.toString(16)} ${toHex(decoder.payload())}`.trim());
        continue;
      }
      step = decoder.next();
      if (step === 'header') found.push(decoder.byte0.toString(16));
      if (step === 'payload') found.push(`${found.pop()!} ${toHex(decoder.payload())}`);
    }
    if (decoder.violation !== undefined) break;
  }
  return [...found, `${decoder.offset} ${decoder.violation?.rule}`];
}

const anyFrame = (): fc.Arbitrary<WireFrame> =>
  fc.record({
    opcode: fc.constantFrom(
      0,
      Opcode.text,
      Opcode.binary,
      Opcode.ping,
      Opcode.pong,
      Opcode.close,
      3,
    ),
    fin: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.constant(false)),
    payload: fc
      .oneof(
        {
          weight: 9,
          arbitrary: fc.oneof(fc.nat({ max: 10 }), fc.constantFrom(125, 126, 127, 1000)),
        },
        fc.constantFrom(1001, 65_535, 65_536),
      )
      .map((length) => new Uint8Array(length).fill(0x62)),
    lengthBytes: fc.constantFrom(
      undefined,
      undefined,
      undefined,
      undefined,
      2 as const,
      8 as const,
    ),
  }) as fc.Arbitrary<WireFrame>;

describe.each(['server', 'client'] as const)('takeFrame() of a %s', (role) => {
  it('takes what the steps would have told, at the same offsets', () => {
    assertLaw(
      fc.property(fc.array(anyFrame(), { maxLength: 20 }), cuts(), (frames, sizes) => {
        const mask = role === 'server' ? key : undefined;
        const legal = frames.map(({ lengthBytes, ...frame }) => ({
          ...frame,
          key: mask,
          ...(lengthBytes === 8 || frame.payload.length < 0x1_0000 ? { lengthBytes } : {}),
        }));
        const bytes = concat(...legal.map(wireBytes));
        const joined = (chunks: Uint8Array[], whole: boolean): string =>
          lines(chunks, role, whole).join('\n');
        expect(joined([bytes], true)).toBe(joined([bytes], false));
        const last = (chunks: Uint8Array[]): string | undefined => lines(chunks, role, true).at(-1);
        expect(last(cut(bytes, sizes))).toBe(last([bytes]));
      }),
      300,
    );
  });
});

describe('takeFrame()', () => {
  it.each(['', '01 01 61', '02 00', '01 01 e2'])(
    'takes a frame if and only if the steps find no broken rule in its header: after %s',
    (before) => {
      const options = { role: 'client', reservedBits: 0x40, maxEmptyFragments: 1 } as const;
      const limits = { maxFrameBytes: 200, maxMessageBytes: 300 };
      const behind = (): FrameDecoder => {
        const decoder = new FrameDecoder({ ...options, ...limits });
        decoder.push(hex(before));
        while (decoder.next() !== 'need-input');
        if (before.endsWith('e2')) decoder.neededBytes = 2;
        return decoder;
      };
      for (let byte0 = 0; byte0 < 256; byte0++) {
        for (const length of [0, 1, 2, 4, 125, 126, 200, 201, 0x1_0000]) {
          const header = wireBytes({ opcode: 0, payload: new Uint8Array(length) });
          header[0] = byte0;
          const [quick, careful] = [behind(), behind()];
          quick.push(header);
          for (let at = 0; careful.violation === undefined && at < header.length - length; at++) {
            careful.push(header.slice(at, at + 1));
            while (!['need-input', 'violation'].includes(careful.next()));
          }
          const found = [byte0, length, careful.violation === undefined];
          expect([byte0, length, quick.takeFrame()]).toEqual(found);
        }
      }
    },
  );

  it('takes a whole frame, which may end with the chunk', () => {
    const decoder = new FrameDecoder({ role: 'client' });
    decoder.push(hex('82 03 61 62 63 89 06 70 69 6e 67 65 64'));
    expect(decoder.takeFrame()).toBe(true);
    expect(toHex(decoder.payload())).toBe('61 62 63');
    expect(decoder.takeFrame()).toBe(true);
    expect([decoder.opcode, decoder.unread]).toEqual([Opcode.ping, 0]);
  });

  it('takes no payload and no rest of a header for a frame', () => {
    const decoder = new FrameDecoder({ role: 'client' });
    decoder.push(hex('82 08'));
    expect(decoder.next()).toBe('header');
    decoder.push(hex('82 06 61 61 61 61 61 61'));
    expect(decoder.takeFrame()).toBe(false);
    expect([decoder.next(), decoder.next()]).toEqual(['payload', 'end']);
    expect(decoder.next()).toBe('need-input');
    decoder.push(hex('82'));
    expect(decoder.next()).toBe('need-input');
    decoder.push(hex('82 06 61 61 61 61 61 61'));
    expect(decoder.takeFrame()).toBe(false);
  });

  it('takes nothing without input, in the middle of a frame, or once a rule is broken', () => {
    const decoder = new FrameDecoder({ role: 'client' });
    expect(decoder.takeFrame()).toBe(false);
    decoder.push(hex('82'));
    expect(decoder.next()).toBe('need-input');
    decoder.push(hex('01 61 83 00'));
    expect(decoder.takeFrame()).toBe(false);
    while (decoder.next() !== 'violation');
    expect(decoder.takeFrame()).toBe(false);
  });

  it.each([
    [65_536, '00 00 00 00 00 01 00 00'],
    [65_793, '00 00 00 00 00 01 01 01'],
  ])('takes a frame of %i bytes, whose length has 8 bytes', (length, bytes) => {
    const decoder = new FrameDecoder({ role: 'client' });
    decoder.push(concat(hex(`82 7f ${bytes}`), new Uint8Array(length + 2)));
    expect(decoder.takeFrame()).toBe(true);
    expect([decoder.payloadLength, decoder.lengthSize]).toEqual([length, 8]);
    expect([decoder.pieceStart, decoder.unread]).toEqual([10, 2]);
  });

  it.each([
    ['not in its shortest form', '00 00 00 00 00 00 ff ff', 'length-not-minimal', 0],
    ['over 63 bits', '80 00 00 00 00 01 00 00', 'length-over-63-bits', 0x80],
    ['more than there is', '00 00 00 01 00 01 00 00', undefined, 2 ** 32 + 65_536],
  ])('takes no frame whose length of 8 bytes is %s', (_, bytes, rule, length) => {
    const decoder = new FrameDecoder({ role: 'client' });
    decoder.push(concat(hex(`82 7f ${bytes}`), new Uint8Array(70_000)));
    expect(decoder.takeFrame()).toBe(false);
    decoder.next();
    expect(decoder.violation?.rule).toBe(rule);
    expect(decoder.payloadLength).toBe(length);
  });

  it('takes no frame of another mask, whatever its length', () => {
    const decoder = new FrameDecoder({ role: 'client' });
    decoder.push(concat(hex('82 ff 00 00 00 00 00 01 00 00'), new Uint8Array(70_000)));
    expect(decoder.takeFrame()).toBe(false);
    decoder.next();
    expect(decoder.violation?.rule).toBe('frame-masked');
  });
});

describe('pieceIsOwn', () => {
  const masked = (byte0: string, length: number): Uint8Array =>
    concat(
      hex(byte0),
      hex(length < 126 ? (0x80 | length).toString(16) : 'fe 00 7e'),
      key,
      new Uint8Array(length),
    );

  it.each([
    ['a short binary message', '82', 125, true],
    ['a ping', '89', 3, true],
    ['a long binary message', '82', 126, false],
    ['a text', '81', 10, false],
    ['a fragment', '02', 10, false],
  ])('says of %s whether its bytes are nobody else’s', (_, byte0, length, isOwn) => {
    const decoder = new FrameDecoder({ role: 'server' });
    decoder.push(masked(byte0, length));
    expect(decoder.pieceIsOwn).toBe(false);
    expect(decoder.takeFrame()).toBe(true);
    expect(decoder.pieceIsOwn).toBe(isOwn);
    expect([decoder.pieceStart === 0, decoder.pieceEnd - decoder.pieceStart]).toEqual([
      isOwn,
      length,
    ]);
  });

  it('is not so of what comes in steps', () => {
    const other = new FrameDecoder({ role: 'server' });
    other.push(concat(masked('82', 5), masked('82', 5)));
    expect(other.takeFrame()).toBe(true);
    expect(other.pieceIsOwn).toBe(true);
    while (other.next() !== 'payload');
    expect(other.pieceIsOwn).toBe(false);
  });
});

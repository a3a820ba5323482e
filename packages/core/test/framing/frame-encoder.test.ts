import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FrameEncoder, Opcode, type OutgoingHeader } from 'sansocket/framing';
import { concat, hex, pattern, toHex } from '../support/bytes.ts';
import { decodeFrames } from '../support/decode-frames.ts';
import { constantRandom, countingRandom } from '../support/entropy.ts';
import { referenceMask } from '../support/reference-frames.ts';

const hello = hex('48 65 6c 6c 6f');
const key = hex('37 fa 21 3d');

const server = (): FrameEncoder => new FrameEncoder({ role: 'server' });
const client = (): FrameEncoder =>
  new FrameEncoder({ role: 'client', fillRandom: constantRandom(key) });

describe('FrameEncoder.frame()', () => {
  it.each<[string, OutgoingHeader, string]>([
    ['unmasked text', { opcode: 1 }, '81 05 48 65 6c 6c 6f'],
    ['an unmasked Ping', { opcode: 9 }, '89 05 48 65 6c 6c 6f'],
  ])('writes the example of %s as a server (§5.7)', (_, header, digits) => {
    expect(toHex(server().frame(header, hello))).toBe(digits);
  });

  it.each<[string, OutgoingHeader, string]>([
    ['masked text', { opcode: 1 }, '81 85 37 fa 21 3d 7f 9f 4d 51 58'],
    ['a masked Pong', { opcode: 10 }, '8a 85 37 fa 21 3d 7f 9f 4d 51 58'],
  ])('writes the example of %s as a client (§5.7)', (_, header, digits) => {
    expect(toHex(client().frame(header, hello))).toBe(digits);
  });

  it('writes the example of fragmented text (§5.7)', () => {
    const encoder = server();
    const first = encoder.frame({ opcode: Opcode.text, fin: false }, hello.slice(0, 3));
    const last = encoder.frame({ opcode: Opcode.continuation }, hello.slice(3));
    expect(toHex(concat(first, last))).toBe('01 03 48 65 6c 80 02 6c 6f');
  });

  it.each([
    [256, '82 7e 01 00'],
    [65_536, '82 7f 00 00 00 00 00 01 00 00'],
  ])('writes the example of %i bytes of binary (§5.7)', (length, header) => {
    const frame = server().frame({ opcode: Opcode.binary }, pattern(length));
    expect(frame).toEqual(concat(hex(header), pattern(length)));
  });

  it.each([
    [0, '00'],
    [1, '01'],
    [125, '7d'],
    [126, '7e 00 7e'],
    [127, '7e 00 7f'],
    [65_535, '7e ff ff'],
    [65_536, '7f 00 00 00 00 00 01 00 00'],
    [65_537, '7f 00 00 00 00 00 01 00 01'],
  ])('writes the length %i in its shortest form: %s (§5.2)', (length, form) => {
    const unmasked = server().frame({ opcode: Opcode.binary }, pattern(length));
    expect(unmasked).toEqual(concat(hex(`82 ${form}`), pattern(length)));
    const masked = client().frame({ opcode: Opcode.binary }, pattern(length));
    const header = hex(`82 ${form}`);
    header[1]! += 0x80;
    expect(masked).toEqual(concat(header, key, referenceMask(pattern(length), key)));
  });

  it('masks every frame of a client, control frames and empty ones too (§5.1)', () => {
    const encoder = client();
    for (const opcode of Object.values(Opcode)) {
      for (const payload of [new Uint8Array(0), hello]) {
        expect(encoder.frame({ opcode }, payload)[1]).toBe(0x80 | payload.length);
      }
    }
    expect(toHex(encoder.frame({ opcode: Opcode.close }))).toBe('88 80 37 fa 21 3d');
  });

  it('says what is wrong with a Close frame of one byte (§5.5.1)', () => {
    expect(() => server().frame({ opcode: Opcode.close }, hex('03'))).toThrow(
      new RangeError('Close frame has a payload of 1 byte (RFC 6455 §5.5.1)'),
    );
  });

  it('masks no frame of a server (§5.1)', () => {
    for (const opcode of Object.values(Opcode)) {
      expect(server().frame({ opcode }, hello)[1]).toBe(hello.length);
    }
  });

  it('sends on the header of a received frame, with a key and a length of its own', () => {
    const maskingKey = Uint8Array.of(1, 2, 3, 4);
    const received = { fin: true, rsv1: true, rsv2: false, rsv3: false, opcode: Opcode.text };
    const header = { ...received, maskingKey, payloadLength: 9 };
    const server = new FrameEncoder({ role: 'server' });
    expect(server.frame(header, Uint8Array.of(65))).toEqual(Uint8Array.of(0xc1, 1, 65));
  });

  it('takes a fresh key for every frame: 100 frames, 100 keys (§5.3, §10.3)', () => {
    const encoder = new FrameEncoder({ role: 'client', fillRandom: countingRandom() });
    const keys = Array.from({ length: 100 }, (_, i) => {
      const header: OutgoingHeader = { opcode: i === 0 ? 1 : 0, fin: i === 99 };
      return toHex(encoder.frame(header, hello).subarray(2, 6));
    });
    const drawn = Array.from({ length: 400 }, (_, i) => (i + 1) % 256);
    expect(keys.join(' ')).toBe(toHex(Uint8Array.from(drawn)));
  });

  it.each<[OutgoingHeader, number]>([
    [{ opcode: 1 }, 0x81],
    [{ opcode: 1, fin: false }, 0x01],
    [{ opcode: 0, fin: true }, 0x80],
    [{ opcode: 2, fin: false }, 0x02],
    [{ opcode: 2, rsv1: true }, 0xc2],
    [{ opcode: 2, rsv2: true }, 0xa2],
    [{ opcode: 2, rsv3: true }, 0x92],
    [{ opcode: 1, fin: false, rsv1: true, rsv2: true, rsv3: true }, 0x71],
    [{ opcode: 1, fin: undefined, rsv1: false, rsv2: undefined }, 0x81],
  ])(
    'writes byte 0 of %p; the reserved bits are 0 where nobody sets them (§5.2)',
    (header, byte0) => {
      expect(server().frame(header)[0]).toBe(byte0);
    },
  );

  it.each(['client', 'server'] as const)(
    'neither changes nor keeps the payload as a %s (§10.3)',
    (role) => {
      for (const length of [5, 100, 5000]) {
        const payload = pattern(length);
        const encoder = new FrameEncoder({ role, fillRandom: constantRandom(key) });
        const frame = encoder.frame({ opcode: Opcode.binary }, payload);
        const before = frame.slice();
        expect(payload).toEqual(pattern(length));
        payload.fill(0);
        expect(frame).toEqual(before);
      }
    },
  );

  it('takes a Buffer and gives a plain Uint8Array', () => {
    const frame = client().frame({ opcode: Opcode.text }, Buffer.from('Hello'));
    expect(frame.constructor).toBe(Uint8Array);
    expect(toHex(frame)).toBe('81 85 37 fa 21 3d 7f 9f 4d 51 58');
  });

  it('gives an array that is no longer than the frame', () => {
    const frame = server().frame({ opcode: Opcode.binary }, pattern(1000));
    expect(frame.buffer.byteLength).toBe(1004);
  });

  it('round trip: what it writes is decoded to the same (§5.2, §6.1)', () => {
    const header = fc.record({
      opcode: fc.constantFrom(Opcode.text, Opcode.binary, Opcode.ping, Opcode.pong),
      rsv1: fc.boolean(),
      rsv3: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.constantFrom('client', 'server'),
        header,
        fc.uint8Array({ maxLength: 300 }),
        (role, { opcode, ...bits }, payload) => {
          const isControl = opcode >= 8;
          const cut = isControl ? payload.slice(0, 125) : payload;
          const reserved = isControl ? {} : bits;
          const encoder = new FrameEncoder({ role, fillRandom: countingRandom() });
          const bytes = encoder.frame({ opcode, ...reserved }, cut);
          const peer = role === 'client' ? 'server' : 'client';
          const { frames, violation } = decodeFrames([bytes], { role: peer, reservedBits: 0x50 });
          expect(violation).toBeUndefined();
          expect(frames).toMatchObject([
            { header: { fin: true, opcode, ...reserved }, payload: cut, ended: true },
          ]);
        },
      ),
    );
  });
});

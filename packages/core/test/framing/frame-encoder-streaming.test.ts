import { describe, expect, it } from '@jest/globals';
import { FrameEncoder, Opcode, type OutgoingHeader } from 'sansocket/framing';
import { StateError } from 'sansocket/violations';
import { concat, hex, inTwo, pattern, toHex } from '../support/bytes.ts';
import { constantRandom, countingRandom } from '../support/entropy.ts';
import { referenceMask } from '../support/reference-frames.ts';

const key = hex('37 fa 21 3d');
const binary: OutgoingHeader = { opcode: Opcode.binary };

const server = (): FrameEncoder => new FrameEncoder({ role: 'server' });
const client = (): FrameEncoder =>
  new FrameEncoder({ role: 'client', fillRandom: constantRandom(key) });

describe('FrameEncoder.begin() and payload()', () => {
  it('write the bytes of frame() for any two pieces (§5.3)', () => {
    for (const [head, tail] of inTwo(pattern(70))) {
      for (const encoder of [server(), client()]) {
        const header = encoder.begin(binary, 70);
        const bytes = concat(header, encoder.payload(head), encoder.payload(tail));
        expect(bytes).toEqual(encoder.frame(binary, pattern(70)));
      }
    }
  });

  it('go on with the mask from piece to piece (§5.3)', () => {
    const encoder = client();
    encoder.begin(binary, 9);
    const pieces = [pattern(9).slice(0, 1), pattern(9).slice(1, 4), pattern(9).slice(4)];
    expect(concat(...pieces.map((piece) => encoder.payload(piece)))).toEqual(
      referenceMask(pattern(9), key),
    );
  });

  it.each([
    [0, '82 00'],
    [126, '82 7e 00 7e'],
    [65_536, '82 7f 00 00 00 00 00 01 00 00'],
    [2 ** 32, '82 7f 00 00 00 01 00 00 00 00'],
    [2 ** 32 + 2 ** 31 + 5, '82 7f 00 00 00 01 80 00 00 05'],
    [2 ** 53 - 1, '82 7f 00 1f ff ff ff ff ff ff'],
  ])('write the length %i in the header: %s (§5.2)', (payloadLength, digits) => {
    expect(toHex(server().begin(binary, payloadLength))).toBe(digits);
  });

  it('take a fresh key for each frame, and one key for the pieces of a frame (§5.3, §10.3)', () => {
    const encoder = new FrameEncoder({ role: 'client', fillRandom: countingRandom() });
    expect(toHex(encoder.begin(binary, 2))).toBe('82 82 01 02 03 04');
    expect(toHex(encoder.payload(hex('00')))).toBe('01');
    expect(toHex(encoder.payload(hex('00')))).toBe('02');
    expect(toHex(encoder.begin(binary, 1))).toBe('82 81 05 06 07 08');
    expect(toHex(encoder.payload(hex('00')))).toBe('05');
  });

  it('give a piece back as it is for a server, and a copy for a client that leaves it unchanged (§10.3)', () => {
    const piece = pattern(100);
    const unmasking = server();
    unmasking.begin(binary, 100);
    expect(unmasking.payload(piece)).toBe(piece);
    const masking = client();
    masking.begin(binary, 100);
    const masked = masking.payload(piece);
    expect(masked.buffer).not.toBe(piece.buffer);
    expect(piece).toEqual(pattern(100));
  });

  it('take empty pieces', () => {
    const encoder = client();
    encoder.begin(binary, 1);
    expect(encoder.payload(new Uint8Array(0))).toEqual(new Uint8Array(0));
    expect(toHex(encoder.payload(hex('00')))).toBe('37');
  });
});

describe('FrameEncoder.payload()', () => {
  it('throws a RangeError for a piece longer than what is left, and has changed nothing', () => {
    const encoder = client();
    encoder.begin(binary, 3);
    encoder.payload(hex('00'));
    const error = new RangeError('Piece has 3 bytes, the frame has 2 left');
    expect(() => encoder.payload(pattern(3))).toThrow(error);
    expect(toHex(encoder.payload(hex('00 00')))).toBe('fa 21');
  });

  it('throws a RangeError outside a frame: a frame whose header is out cannot grow (§10.3)', () => {
    const error = new RangeError('Piece has 1 bytes, the frame has 0 left');
    expect(() => server().payload(hex('00'))).toThrow(error);
    const encoder = client();
    encoder.begin(binary, 1);
    encoder.payload(hex('00'));
    expect(() => encoder.payload(hex('00'))).toThrow(error);
  });

  it.each(['client', 'server'] as const)('throws a TypeError for a string as a %s', (role) => {
    const encoder = new FrameEncoder({ role, fillRandom: countingRandom() });
    encoder.begin({ opcode: Opcode.text }, 5);
    expect(() => encoder.payload('Hello' as unknown as Uint8Array)).toThrow(
      new TypeError('piece must be a Uint8Array, got a string'),
    );
  });
});

describe('FrameEncoder inside a frame', () => {
  it('throws a StateError for another frame until all of the payload is given (§5.4)', () => {
    const encoder = server();
    encoder.begin(binary, 3);
    const error = new StateError('Cannot begin a frame: the last one has 3 bytes left');
    expect(() => encoder.frame({ opcode: Opcode.ping })).toThrow(error);
    expect(() => encoder.begin(binary, 1)).toThrow(error);
    encoder.payload(pattern(3));
    expect(toHex(encoder.frame({ opcode: Opcode.ping }))).toBe('89 00');
  });
});

describe('FrameEncoder refuses', () => {
  it.each([3, 4, 5, 6, 7, 11, 12, 13, 14, 15, 16, -1, 0.5, 1.5, Number.NaN])(
    'the opcode %p, which is none (§5.2)',
    (opcode) => {
      const error = new RangeError(`Opcode ${opcode} is reserved (RFC 6455 §5.2)`);
      expect(() => server().frame({ opcode: opcode as Opcode })).toThrow(error);
      expect(() => server().begin({ opcode: opcode as Opcode }, 0)).toThrow(error);
    },
  );

  it.each([Opcode.close, Opcode.ping, Opcode.pong])(
    'to fragment control frame %i (§5.4, §5.5)',
    (opcode) => {
      const error = new RangeError('A control frame is never fragmented (RFC 6455 §5.5)');
      expect(() => server().frame({ opcode, fin: false })).toThrow(error);
      expect(() => server().begin({ opcode, fin: false }, 0)).toThrow(error);
    },
  );

  it.each([Opcode.close, Opcode.ping, Opcode.pong])(
    '126 bytes in control frame %i, and takes 125 (§5.5)',
    (opcode) => {
      const error = new RangeError(
        'Control frame has a payload of 126 bytes, more than 125 (RFC 6455 §5.5)',
      );
      expect(() => server().frame({ opcode }, pattern(126))).toThrow(error);
      expect(() => server().begin({ opcode }, 126)).toThrow(error);
      expect(server().frame({ opcode }, pattern(125))).toHaveLength(127);
    },
  );

  it('a Close frame with one byte, where a close code has two (§5.5.1)', () => {
    expect(() => server().frame({ opcode: Opcode.close }, pattern(1))).toThrow(RangeError);
    expect(() => server().begin({ opcode: Opcode.close }, 1)).toThrow(RangeError);
    expect(toHex(server().frame({ opcode: Opcode.close }))).toBe('88 00');
    expect(toHex(server().frame({ opcode: Opcode.close }, hex('03 e8')))).toBe('88 02 03 e8');
  });

  it.each([-1, 0.5, 2 ** 53, Infinity, Number.NaN])('the length %p (§5.2)', (payloadLength) => {
    const error = new RangeError(`payloadLength must be 0 to 2^53 - 1, got ${payloadLength}`);
    expect(() => server().begin(binary, payloadLength)).toThrow(error);
  });

  it('a payload that is no Uint8Array', () => {
    const error = new TypeError('payload must be a Uint8Array, got a string');
    expect(() => server().frame(binary, 'Hello' as unknown as Uint8Array)).toThrow(error);
  });

  it('without a key drawn: the next frame is as if nothing had happened', () => {
    const encoder = new FrameEncoder({ role: 'client', fillRandom: countingRandom() });
    expect(() => encoder.frame({ opcode: Opcode.ping }, pattern(126))).toThrow(RangeError);
    expect(() => encoder.begin(binary, -1)).toThrow(RangeError);
    expect(toHex(encoder.frame(binary))).toBe('82 80 01 02 03 04');
  });

  it('to go on without entropy: it throws what the source throws, and no frame has begun', () => {
    const encoder = new FrameEncoder({
      role: 'client',
      fillRandom: () => {
        throw new Error('no entropy');
      },
    });
    expect(() => encoder.frame(binary, pattern(1))).toThrow('no entropy');
    expect(() => encoder.begin(binary, 1)).toThrow('no entropy');
    expect(() => encoder.payload(pattern(1))).toThrow(RangeError);
  });
});

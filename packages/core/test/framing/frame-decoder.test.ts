import { describe, expect, it } from '@jest/globals';
import { FrameDecoder, type Role } from 'sansocket/framing';
import { StateError, type ViolationId } from 'sansocket/violations';
import { byteByByte, concat, hex, pattern, toHex } from '../support/bytes.ts';
import { decodeFrames } from '../support/decode-frames.ts';
import { expectViolation } from '../support/expect-violation.ts';
import { referenceMask } from '../support/reference-frames.ts';

const unmasked = { rsv1: false, rsv2: false, rsv3: false, maskingKey: undefined };
const key = hex('37 fa 21 3d');

describe('FrameDecoder', () => {
  it.each<[string, Role, string, object[]]>([
    [
      'unmasked text',
      'client',
      '81 05 48 65 6c 6c 6f',
      [{ fin: true, opcode: 1, payloadLength: 5 }],
    ],
    [
      'fragmented text',
      'client',
      '01 03 48 65 6c 80 02 6c 6f',
      [
        { fin: false, opcode: 1, payloadLength: 3 },
        { fin: true, opcode: 0, payloadLength: 2 },
      ],
    ],
    ['a Ping', 'client', '89 05 48 65 6c 6c 6f', [{ fin: true, opcode: 9, payloadLength: 5 }]],
  ])('decodes the example of %s (§5.7)', (_, role, digits, headers) => {
    const { frames } = decodeFrames([hex(digits)], { role });
    expect(frames.map(({ header }) => header)).toEqual(
      headers.map((header) => ({ ...unmasked, ...header })),
    );
    expect(concat(...frames.map(({ payload }) => payload))).toEqual(hex('48 65 6c 6c 6f'));
    expect(frames.every(({ ended }) => ended)).toBe(true);
  });

  it.each([
    ['masked text', '81', 1],
    ['a masked Pong', '8a', 10],
  ])('unmasks the example of %s, 11 bytes with a length of 5 (§5.3, §5.7)', (_, byte0, opcode) => {
    const bytes = hex(`${byte0} 85 37 fa 21 3d 7f 9f 4d 51 58`);
    const header = { ...unmasked, fin: true, opcode, payloadLength: 5, maskingKey: key };
    expect(decodeFrames([bytes], { role: 'server' })).toEqual({
      frames: [{ header, offset: 0, payload: hex('48 65 6c 6c 6f'), ended: true }],
      violation: undefined,
      offset: 11,
    });
  });

  it.each([
    ['256 bytes', '82 7e 01 00', 256],
    ['64 KiB', '82 7f 00 00 00 00 00 01 00 00', 65_536],
  ])('decodes the example of %s of binary (§5.7)', (_, header, payloadLength) => {
    const { frames } = decodeFrames([hex(header), pattern(payloadLength)], { role: 'client' });
    expect(frames).toMatchObject([{ header: { opcode: 2, payloadLength }, ended: true }]);
    expect(frames[0]!.payload).toEqual(pattern(payloadLength));
  });

  it.each<[string, number]>([
    ['00', 0],
    ['01', 1],
    ['7d', 125],
    ['7e 00 7e', 126],
    ['7e 00 7f', 127],
    ['7e ff ff', 65_535],
    ['7f 00 00 00 00 00 01 00 00', 65_536],
    ['7f 00 00 00 00 00 01 00 01', 65_537],
    ['7f 00 00 00 00 ff ff ff ff', 2 ** 32 - 1],
    ['7f 00 00 00 01 00 00 00 00', 2 ** 32],
    ['7f 00 00 00 10 00 00 00 01', 2 ** 36 + 1],
    ['7f 00 1f ff ff ff ff ff ff', 2 ** 53 - 1],
  ])('reads the length %s as %i, from the header alone (§5.2)', (length, payloadLength) => {
    for (const chunks of [byteByByte(hex(`82 ${length}`)), [hex(`82 ${length}`)]]) {
      expect(decodeFrames(chunks).frames).toMatchObject([{ header: { payloadLength } }]);
    }
  });

  it('waits for four more bytes of header where the mask bit is set, and not where it is clear (§5.2)', () => {
    expect(decodeFrames([hex('81 00')]).frames).toHaveLength(1);
    expect(decodeFrames([hex('81 80 00 00 00')]).frames).toHaveLength(0);
    expect(decodeFrames([hex('81 80 00 00 00 00')]).frames).toMatchObject([
      { header: { maskingKey: new Uint8Array(4) }, ended: true },
    ]);
  });

  it('decodes with the masking key 00 00 00 00, which is legal (§5.3)', () => {
    const { frames } = decodeFrames([hex('81 82 00 00 00 00 48 69')], { role: 'server' });
    expect(frames[0]!.payload).toEqual(hex('48 69'));
  });

  it('takes NUL and FF in a payload as any other byte: the length alone ends a frame (§10.7)', () => {
    const { frames } = decodeFrames([hex('82 04 00 ff 81 00 82 01 00')]);
    expect(frames.map(({ payload }) => toHex(payload))).toEqual(['00 ff 81 00', '00']);
  });

  it('tells each frame where it begins in the stream', () => {
    const { frames } = decodeFrames([hex('81 01'), hex('61 89'), hex('00 82 00')]);
    expect(frames.map(({ offset }) => offset)).toEqual([0, 3, 5]);
  });

  it('gives a header for each frame of a fragmented message, with control frames between (§5.4)', () => {
    const { frames } = decodeFrames([hex('01 03 48 65 6c 89 00 8a 01 61 80 02 6c 6f')]);
    expect(frames.map(({ header }) => header.opcode)).toEqual([1, 9, 10, 0]);
  });
});

describe('FrameDecoder fails', () => {
  it.each<[ViolationId, Role, string, string, number]>([
    ['reserved-bit-set', 'client', '5.2', 'c1 05', 0],
    ['reserved-bit-set', 'client', '5.2', 'a1 05', 0],
    ['reserved-bit-set', 'server', '5.2', '91 85', 0],
    ['opcode-reserved', 'client', '5.2', '83 00', 0],
    ['opcode-reserved', 'client', '5.2', '8b 00', 0],
    ['opcode-reserved', 'server', '5.2', '81 80 00 00 00 00 87 80', 6],
    ['control-frame-fragmented', 'client', '5.5', '08 00', 0],
    ['control-frame-fragmented', 'client', '5.5', '09 00', 0],
    ['control-frame-fragmented', 'client', '5.5', '0a 00', 0],
    ['continuation-without-message', 'client', '5.4', '00 00', 0],
    ['continuation-without-message', 'client', '5.4', '01 00 80 00 80 00', 4],
    ['message-interleaved', 'client', '5.4', '01 01 61 81 00', 3],
    ['message-interleaved', 'client', '5.4', '02 00 02 00', 2],
    ['frame-not-masked', 'server', '5.1', '81 05 48 65 6c 6c 6f', 1],
    ['frame-masked', 'client', '5.1', '81 85 37 fa 21 3d 7f 9f 4d 51 58', 1],
    ['control-frame-too-long', 'client', '5.5', '89 7e 00 7e', 1],
    ['control-frame-too-long', 'server', '5.5', '88 ff 00 00 00 00 00 01 00 00', 1],
    ['close-payload-too-short', 'client', '5.5.1', '88 01 03', 1],
    ['length-not-minimal', 'client', '5.2', '82 7e 00 7d', 3],
    ['length-not-minimal', 'client', '5.2', '82 7e 00 00', 3],
    ['length-not-minimal', 'client', '5.2', '82 7f 00 00 00 00 00 00 ff ff', 7],
    ['length-not-minimal', 'client', '5.2', '82 7f 00 00 00 00 00 00 00 05', 7],
    ['length-over-63-bits', 'client', '5.2', '82 7f 80 00 00 00 00 00 00 00', 2],
    ['length-over-63-bits', 'server', '5.2', '82 ff ff ff ff ff ff ff ff ff', 2],
  ])('with 1002 for %s at the %s (§%s): %s at byte %i', (rule, role, section, digits, offset) => {
    expectViolation(hex(digits), { rule, closeCode: 1002, section, offset }, { role });
  });

  it('and drops what follows, in the same chunk and in later ones (§7.1.7)', () => {
    const decoder = new FrameDecoder();
    decoder.push(hex('81 01 61 83'));
    const steps = Array.from({ length: 6 }, () => decoder.next());
    expect(steps).toEqual(['header', 'payload', 'end', 'violation', 'violation', 'violation']);
    decoder.push(hex('81 00'));
    expect(decoder.next()).toBe('violation');
    expect(decoder.violation).toMatchObject({ rule: 'opcode-reserved', offset: 3 });
  });

  it('without looking at more than the header of a frame that is too long (§10.4)', () => {
    const { frames, violation } = decodeFrames([hex('82 7f 00 00 00 10')], {
      maxFrameBytes: 2 ** 24,
    });
    expect(frames).toEqual([]);
    expect(violation).toMatchObject({ rule: 'frame-too-long', offset: 5 });
  });
});

describe('FrameDecoder.lengthSize', () => {
  it('is the length of the extended payload length, for each frame anew (§5.2)', () => {
    const decoder = new FrameDecoder();
    decoder.push(
      concat(hex('82 7e 00 7e'), pattern(126), hex('82 00 82 7f 00 00 00 00 00 01 00 00')),
    );
    const sizes: number[] = [];
    for (let step = decoder.next(); step !== 'need-input'; step = decoder.next()) {
      if (step === 'header') sizes.push(decoder.lengthSize);
    }
    expect(sizes).toEqual([2, 0, 8]);
  });
});

describe('FrameDecoder.violation', () => {
  it.each([
    ['83', 'Frame begins with 0x83'],
    ['81 05 48 65 6c 6c 6f 00', 'Frame begins with 0x0'],
    ['09 7e', 'Frame begins with 0x9'],
    ['89 7e', 'Frame begins with 0x89, payload length 126'],
    ['88 01', 'Frame begins with 0x88, payload length 1'],
    ['82 7e 00 7d', 'Frame begins with 0x82, payload length 125'],
  ])('tells the header as far as it has come, and no byte of a payload: %s', (digits, detail) => {
    expect(decodeFrames([hex(digits)]).violation?.detail).toBe(detail);
  });

  it('is undefined before', () => {
    expect(decodeFrames([hex('81')]).violation).toBeUndefined();
  });
});

describe('FrameDecoder.push()', () => {
  it('throws a StateError while a chunk is not used up, and has changed nothing', () => {
    const decoder = new FrameDecoder();
    decoder.push(hex('81 01 61 89 00'));
    expect(decoder.next()).toBe('header');
    const error = new StateError('Cannot push: 3 bytes are unread');
    expect(() => decoder.push(hex('81'))).toThrow(error);
    expect(decoder.next()).toBe('payload');
    expect(toHex(decoder.payload())).toBe('61');
  });

  it('throws a TypeError for what is no Uint8Array', () => {
    const error = new TypeError('chunk must be a Uint8Array, got a string');
    expect(() => new FrameDecoder().push('81' as unknown as Uint8Array)).toThrow(error);
  });

  it('takes an empty chunk', () => {
    expect(decodeFrames([hex(''), hex('81'), hex(''), hex('01 61')]).frames).toHaveLength(1);
  });

  it.each([40, 5000])('never changes a Buffer of a masked payload of %i bytes', (length) => {
    const header = length < 126 ? hex('82 a8') : hex('82 fe 13 88');
    const bytes = concat(header, key, referenceMask(pattern(length), key));
    const buffer = Buffer.from(bytes);
    const { frames } = decodeFrames([buffer], { role: 'server' });
    expect(frames[0]!.payload).toEqual(pattern(length));
    expect(Buffer.compare(buffer, bytes)).toBe(0);
  });
});

describe('FrameDecoder.payload()', () => {
  /** The first piece of a payload. */
  function firstPiece(chunk: Uint8Array, inPlace: boolean): Uint8Array {
    const decoder = new FrameDecoder({ inPlace });
    decoder.push(chunk);
    expect([decoder.next(), decoder.next()]).toEqual(['header', 'payload']);
    return decoder.payload();
  }

  it('is a view of the chunk where nothing has to be unmasked', () => {
    const chunk = Buffer.from(hex('82 02 61 62'));
    const piece = firstPiece(chunk, false);
    expect(piece.constructor).toBe(Uint8Array);
    expect(piece.buffer).toBe(chunk.buffer);
    expect(toHex(piece)).toBe('61 62');
  });

  it('is in an array of its own where it was unmasked', () => {
    const chunk = hex('81 85 37 fa 21 3d 7f 9f 4d 51 58');
    const piece = firstPiece(chunk, false);
    expect(toHex(piece)).toBe('48 65 6c 6c 6f');
    expect(piece.buffer).not.toBe(chunk.buffer);
    expect(toHex(chunk)).toBe('81 85 37 fa 21 3d 7f 9f 4d 51 58');
  });

  it('is the chunk itself, unmasked, with the option inPlace', () => {
    const chunk = hex('81 85 37 fa 21 3d 7f 9f 4d 51 58 89 80');
    const piece = firstPiece(chunk, true);
    expect(piece.buffer).toBe(chunk.buffer);
    expect(toHex(chunk)).toBe('81 85 37 fa 21 3d 48 65 6c 6c 6f 89 80');
  });

  it('comes in the pieces that were pushed, with what is left after each', () => {
    const decoder = new FrameDecoder();
    const pieces = [hex('81 85 37 fa 21 3d 7f'), hex('9f 4d'), hex('51 58 89')].map((chunk, i) => {
      decoder.push(chunk);
      if (i === 0) expect(decoder.next()).toBe('header');
      expect(decoder.next()).toBe('payload');
      return [toHex(decoder.payload()), decoder.payloadLeft];
    });
    expect(pieces).toEqual([
      ['48', 4],
      ['65 6c', 2],
      ['6c 6f', 0],
    ]);
    expect([decoder.next(), decoder.next()]).toEqual(['end', 'need-input']);
  });
});

describe('FrameDecoder.next()', () => {
  it('gives no payload step for a frame without payload', () => {
    const decoder = new FrameDecoder();
    decoder.push(hex('81 00'));
    expect([decoder.next(), decoder.next(), decoder.next()]).toEqual([
      'header',
      'end',
      'need-input',
    ]);
  });

  it('tells what the current frame is between its steps', () => {
    const decoder = new FrameDecoder({ reservedBits: 0x40 });
    decoder.push(hex('41 01'));
    decoder.next();
    const { fin, opcode, byte0, payloadLength, payloadLeft, headerOffset, offset } = decoder;
    expect({ fin, opcode, byte0, payloadLength, payloadLeft, headerOffset, offset }).toEqual({
      fin: false,
      opcode: 1,
      byte0: 0x41,
      payloadLength: 1,
      payloadLeft: 1,
      headerOffset: 0,
      offset: 2,
    });
    expect(decoder.header.rsv1).toBe(true);
    expect(decoder.next()).toBe('need-input');
  });
});

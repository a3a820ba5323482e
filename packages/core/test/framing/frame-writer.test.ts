import { describe, expect, it } from '@jest/globals';
import { ByteQueue } from 'sansocket/bytes';
import { FrameEncoder, Opcode, type Role } from 'sansocket/framing';
import { FrameWriter, unmaskedHeader } from '../../src/framing/index.ts';
import { concat, hex, pattern, toHex } from '../support/bytes.ts';
import { constantRandom, countingRandom } from '../support/entropy.ts';

const hello = hex('48 65 6c 6c 6f');
const roles: readonly Role[] = ['client', 'server'];

/** A writer with the masking key of the RFC's examples. */
function writer(role: Role): FrameWriter {
  return new FrameWriter(role, constantRandom(hex('37 fa 21 3d')));
}

/** A writer and an encoder that draw the same keys. */
function writerAndEncoder(role: Role): { writer: FrameWriter; encoder: FrameEncoder } {
  return {
    writer: new FrameWriter(role, countingRandom()),
    encoder: new FrameEncoder({ role, fillRandom: countingRandom() }),
  };
}

describe('FrameWriter.append()', () => {
  it('adds frames behind what the queue holds (§5.7)', () => {
    const queue = new ByteQueue();
    queue.append(hex('aa'));
    writer('server').append(queue, 0x81, hello);
    writer('client').append(queue, 0x8a, hello);
    expect(toHex(queue.take())).toBe('aa 81 05 48 65 6c 6c 6f 8a 85 37 fa 21 3d 7f 9f 4d 51 58');
  });

  it.each([0, 31, 32, 33, 64, 125, 126, 65_535, 65_536])(
    'adds a payload of %i bytes as FrameEncoder writes it, and leaves it unchanged (§10.3)',
    (length) => {
      for (const role of roles) {
        const pair = writerAndEncoder(role);
        const queue = new ByteQueue();
        const payload = pattern(length);
        pair.writer.append(queue, 0x82, payload);
        pair.writer.append(queue, 0x89, hello);
        expect(payload).toEqual(pattern(length));
        payload.fill(0);
        const expected = [
          pair.encoder.frame({ opcode: Opcode.binary }, pattern(length)),
          pair.encoder.frame({ opcode: Opcode.ping }, hello),
        ];
        expect(Buffer.compare(queue.take(), concat(...expected))).toBe(0);
      }
    },
  );

  it('adds nothing when the source of entropy throws', () => {
    const queue = new ByteQueue();
    const broken = new FrameWriter('client', () => {
      throw new Error('no entropy');
    });
    expect(() => broken.append(queue, 0x81, hello)).toThrow('no entropy');
    expect(queue.length).toBe(0);
  });
});

describe('unmaskedHeader()', () => {
  it('gives the header alone, with the shortest length', () => {
    expect(toHex(unmaskedHeader(0x82, 5))).toBe('82 05');
    expect(toHex(unmaskedHeader(0x01, 300))).toBe('01 7e 01 2c');
    expect(toHex(unmaskedHeader(0x80, 2 ** 32 + 1))).toBe('80 7f 00 00 00 01 00 00 00 01');
  });
});

describe('FrameWriter.appendText() behind other frames', () => {
  it.each(roles)('moves a text that needs a longer header, and nothing else, as a %s', (role) => {
    const { writer: own, encoder } = writerAndEncoder(role);
    const queue = new ByteQueue();
    queue.append(pattern(3000));
    own.appendText(queue, 'é'.repeat(100));
    const frame = encoder.frame({ opcode: Opcode.text }, Buffer.from('é'.repeat(100)));
    expect(queue.take()).toEqual(concat(pattern(3000), frame));
  });
});

describe('FrameWriter.appendText()', () => {
  const lengths = [0, 1, 7, 24, 25, 41, 42, 62, 63, 124, 125, 126, 127, 700, 2049, 21_845, 65_537];
  const texts = lengths.flatMap((units) =>
    ['a', 'é', '€', `${'a'.repeat(20)}é`].map((unit) => unit.repeat(units)),
  );

  it.each(roles)('writes what FrameEncoder does as a %s, wherever the header ends', (role) => {
    for (const text of texts) {
      const pair = writerAndEncoder(role);
      const queue = new ByteQueue();
      queue.append(hex('aa'));
      pair.writer.appendText(queue, text);
      pair.writer.appendText(queue, 'b');
      const expected = [text, 'b'].map((part) =>
        pair.encoder.frame({ opcode: Opcode.text }, new TextEncoder().encode(part)),
      );
      expect(Buffer.compare(queue.take(), concat(hex('aa'), ...expected))).toBe(0);
    }
  });
});

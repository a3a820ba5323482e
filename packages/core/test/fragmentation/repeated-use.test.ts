/** One assembler for many messages: nothing of a message is left in the next one. @module */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MessageAssembler, type MessageAssemblerOptions } from 'sansocket/fragmentation';
import { concat, pattern } from '../support/bytes.ts';

const EURO = Uint8Array.from(Buffer.from('€'));

/** Lengths on both sides of the assembler's thresholds: 512, 4096 and 65,536. */
const anyLength = fc.constantFrom<number>(0, 1, 2, 511, 512, 513, 4095, 4096, 5000, 65_536);

const anyMessage = fc.record({
  lengths: fc.array(anyLength, { minLength: 1, maxLength: 6 }),
  isText: fc.boolean(),
  isOwned: fc.boolean(),
  isAnnounced: fc.boolean(),
  offset: fc.constantFrom(0, 1, 600),
});

function lender(): NonNullable<MessageAssemblerOptions['memory']> & { out: number } {
  return {
    out: 0,
    take(bytes) {
      this.out++;
      return new Uint8Array(bytes);
    },
    give() {
      this.out--;
    },
  };
}

describe('MessageAssembler', () => {
  it('makes of the pieces of one message after the other what they are together', () => {
    const anyOptions = fc.record({ hasMemory: fc.boolean(), asBytes: fc.boolean() });
    const property = fc.property(
      anyOptions,
      fc.array(anyMessage, { minLength: 1, maxLength: 3 }),
      ({ hasMemory, asBytes }, messages) => {
        const memory = hasMemory ? lender() : undefined;
        const text = asBytes ? 'bytes' : 'string';
        const assembler = new MessageAssembler({ memory, text });
        for (const { lengths, isText, isOwned, isAnnounced, offset } of messages) {
          const all = isText
            ? Uint8Array.from(Buffer.from('a€'.repeat(lengths.reduce((a, b) => a + b, 0))))
            : pattern(lengths.reduce((a, b) => a + b, 0));
          assembler.begin(isText ? 'text' : 'binary');
          let at = 0;
          for (const [i, length] of lengths.entries()) {
            const end = i === lengths.length - 1 ? all.length : at + length;
            const piece = concat(new Uint8Array(offset), all.subarray(at, end));
            at = end;
            const isEnd = i === lengths.length - 1;
            const toCome = isEnd ? 0 : (isAnnounced && all.length - end) || Infinity;
            expect(assembler.push(piece, offset, piece.length, toCome, isOwned)).toBe(-1);
          }
          const data = assembler.take();
          expect(typeof data === 'string').toBe(isText && !asBytes);
          expect(Buffer.compare(Buffer.from(data as Uint8Array), all)).toBe(0);
          expect(assembler.length).toBe(0);
          expect(memory?.out ?? 0).toBe(0);
        }
      },
    );
    fc.assert(property, { numRuns: 20 });
  });

  it.each(['parts', 'whole'] as const)('gives a piece once in the mode %s', (mode) => {
    const assembler = new MessageAssembler({ mode });
    assembler.begin('binary');
    assembler.push(pattern(5), 2, 5, 0);
    expect(assembler.take()).toHaveLength(3);
    expect(assembler.length).toBe(0);
    expect(assembler.take()).toHaveLength(0);
  });

  it.each(['bytes', 'string'] as const)('forgets a code point of text as %s', (text) => {
    const assembler = new MessageAssembler({ mode: 'parts', text });
    assembler.begin('text');
    assembler.push(EURO, 0, 2, Infinity);
    expect(assembler.neededBytes).toBe(1);
    assembler.begin('binary');
    expect(assembler.neededBytes).toBe(0);
  });

  it.each(['bytes', 'string'] as const)(
    'still gives of text as %s what came before a byte that is not UTF-8',
    (text) => {
      const assembler = new MessageAssembler({ text });
      assembler.begin('text');
      expect(assembler.push(Uint8Array.of(0x61, 0x62, 0xff), 0, 3, 0)).toBe(2);
      expect(Buffer.from(assembler.take()).toString()).toBe('ab');
    },
  );

  it('decodes and allocates with the functions that it was given', () => {
    const asked: string[] = [];
    const assembler = new MessageAssembler({
      decodeText: (bytes, start, end) => {
        asked.push('decodeText');
        return Buffer.from(bytes.subarray(start, end)).toString();
      },
      allocate: (length) => {
        asked.push('allocate');
        return new Uint8Array(length);
      },
    });
    const long = Uint8Array.from(Buffer.from('€'.repeat(1000)));
    assembler.begin('text');
    assembler.push(long, 0, 3000, 0);
    expect(assembler.take()).toBe('€'.repeat(1000));
    expect(asked).toEqual(['decodeText']);
    assembler.begin('binary');
    assembler.push(long, 0, 10, 10);
    assembler.push(long, 10, 20, 0);
    expect(assembler.take()).toEqual(long.subarray(0, 20));
    expect(asked).toContain('allocate');
  });

  it('allocates little but the message when it is lent blocks, wherever the pieces stand', () => {
    const memory = lender();
    let allocated = 0;
    const allocate = (length: number): Uint8Array => {
      allocated += length;
      return new Uint8Array(length);
    };
    const assembler = new MessageAssembler({ memory, allocate });
    const chunk = pattern(400_000);
    assembler.begin('binary');
    for (let at = 0; at < chunk.length; at += 1000) {
      assembler.push(chunk, at, at + 1000, Infinity);
    }
    expect(memory.out).toBe(6);
    expect(assembler.take()).toHaveLength(400_000);
    expect(allocated).toBeLessThan(400_000 + 2 * 131_072);
  });

  it.each([5, {}, { take: 5 }])('refuses %p as memory', (memory) => {
    const error = /^memory must be an object with take and give, got/;
    expect(() => new MessageAssembler({ memory } as never)).toThrow(error);
  });
});

/** Messages that are long and come in many fragments, with memory that is lent. @module */
import { describe, expect, it } from '@jest/globals';
import { SharedMemory } from 'sansocket';
import { MessageAssembler } from 'sansocket/fragmentation';
import { concat, pattern } from '../support/bytes.ts';
import { frameOf } from '../support/masked-frames.ts';
import { roles } from '../support/roles.ts';

/** Lends arrays and counts those that are out. */
function lender(): { take(bytes: number): Uint8Array; give(bytes: Uint8Array): void; out: number } {
  return {
    out: 0,
    take(bytes) {
      this.out++;
      return new Uint8Array(bytes + 10).fill(0xee);
    },
    give(bytes) {
      this.out--;
      bytes.fill(0xdd);
    },
  };
}

/** `toEqual` looks at each byte for a long time. */
function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

describe('MessageAssembler with memory', () => {
  it.each([
    ['of 1 KiB', Array.from({ length: 300 }, () => 1024)],
    ['that fill no block', Array.from({ length: 9 }, () => 40_000)],
    ['that fill one exactly', [65_536, 1, 65_535, 65_536]],
    ['longer than a block', [10, 200_000, 70_000, 5, 65_536]],
    ['of one byte in front of a long one', [1, 65_536, 1]],
  ])('gives what came, in order, and gives back what it was lent: fragments %s', (_, lengths) => {
    const memory = lender();
    const assembler = new MessageAssembler({ memory });
    for (let round = 0; round < 2; round++) {
      assembler.begin('binary');
      const pieces = lengths.map((length, i) => pattern(length).fill(i + round, 0, 1));
      let length = 0;
      for (const [i, piece] of pieces.entries()) {
        const toCome = i === pieces.length - 1 ? 0 : Infinity;
        assembler.push(piece, 0, piece.length, toCome);
        expect(assembler.length).toBe((length += piece.length));
        if (i % 50 === 3)
          expect(isEqual(assembler.peek(), concat(...pieces.slice(0, i + 1)))).toBe(true);
        expect(memory.out * 65_536).toBeLessThanOrEqual(2 * length);
      }
      const message = assembler.take() as Uint8Array;
      expect(isEqual(message, concat(...pieces))).toBe(true);
      expect(message.buffer.byteLength).toBe(message.length);
      expect(memory.out).toBe(0);
    }
  });

  it('borrows nothing for what is short, or of a length that is announced', () => {
    const memory = lender();
    const assembler = new MessageAssembler({ memory });
    assembler.begin('binary');
    assembler.push(pattern(65_536), 0, 65_536, Infinity);
    assembler.push(pattern(100_000), 0, 50_000, 50_000);
    assembler.push(pattern(100_000), 50_000, 100_000, 0);
    expect(memory.out).toBe(0);
    expect(assembler.take()).toHaveLength(165_536);
  });

  it('gives text as bytes that is cut between blocks', () => {
    const memory = lender();
    const assembler = new MessageAssembler({ memory, text: 'bytes' });
    const euros = Uint8Array.from(Buffer.from('€'.repeat(60_000)));
    assembler.begin('text');
    for (let at = 0; at < euros.length; at += 1000) {
      expect(assembler.push(euros, at, at + 1000, Infinity)).toBe(-1);
    }
    expect(isEqual(assembler.take() as Uint8Array, euros)).toBe(true);
    expect(memory.out).toBe(0);
  });
});

describe.each(roles)('a $role with shared memory', ({ open, received }) => {
  it('does not mix up long messages that come at the same time', () => {
    const memory = new SharedMemory();
    const ends = [1, 2, 3].map((fill) => {
      return { fill, end: open({ memory }) };
    });
    for (let i = 0; i < 200; i++) {
      for (const { fill, end } of ends) {
        const byte0 = (i === 199 ? 0x80 : 0) | (i === 0 ? 2 : 0);
        end.receive(received(frameOf(byte0, new Uint8Array(1000).fill(fill))));
      }
    }
    for (const { fill, end } of ends) {
      const [event] = end.events();
      if (event?.type !== 'message') throw new Error(`Event is ${event?.type}`);
      expect(isEqual(event.data as Uint8Array, new Uint8Array(200_000).fill(fill))).toBe(true);
    }
  });
});

import { describe, expect, it } from '@jest/globals';
import { MessageAssembler } from 'sansocket/fragmentation';
import { concat, hex, pattern, toHex } from '../support/bytes.ts';

describe("MessageAssembler with pieces that are nobody else's", () => {
  const long = pattern(5000);
  const short = pattern(10);

  it.each<[string, readonly Uint8Array[]]>([
    ['long ones', [long, long, long]],
    ['short ones in between', [short, long, short, short, long, short]],
    ['a long one last', [short, long]],
    ['one long one', [long]],
  ])('gives them in order: %s', (_, pieces) => {
    for (const kind of ['text', 'binary'] as const) {
      const assembler = new MessageAssembler({ text: 'bytes' });
      for (let round = 0; round < 2; round++) {
        assembler.begin(kind);
        const its = kind === 'binary' ? pieces : pieces.map((piece) => piece.map((b) => b & 0x7f));
        let length = 0;
        for (const [i, piece] of its.entries()) {
          const toCome = i === its.length - 1 ? 0 : Infinity;
          expect(assembler.push(piece, 0, piece.length, toCome, true)).toBe(-1);
          expect(assembler.length).toBe((length += piece.length));
        }
        expect(toHex(assembler.take() as Uint8Array)).toBe(toHex(concat(...its)));
      }
    }
  });

  it('gives text that is cut between them', () => {
    const assembler = new MessageAssembler();
    assembler.begin('text');
    const euros = Buffer.from('€'.repeat(3000));
    for (const [start, end] of [
      [0, 4100],
      [4100, 8201],
      [8201, 9000],
    ] as const) {
      assembler.push(Uint8Array.from(euros), start, end, end === 9000 ? 0 : Infinity, true);
    }
    expect(assembler.take()).toBe('€'.repeat(3000));
  });

  it('hands out one that is the whole message without copying it', () => {
    const assembler = new MessageAssembler();
    assembler.begin('binary');
    assembler.push(long, 0, long.length, 0, true);
    expect(assembler.take()).toBe(long);
  });

  it.each([
    ['a long one is kept as it is', 4096, true, Infinity, true],
    ['a shorter one is copied', 4095, true, Infinity, false],
    ["so is one that is somebody else's", 4096, false, Infinity, false],
    ['one that is the whole message is not', 4096, true, 0, true],
  ])('copies what is short: %s', (_, length, isOwned, toCome, isKept) => {
    const assembler = new MessageAssembler();
    const piece = pattern(length + 5);
    assembler.begin('binary');
    expect(assembler.push(piece, 5, length + 5, toCome, isOwned)).toBe(-1);
    expect(assembler.length).toBe(length);
    piece.fill(0xee);
    if (toCome > 0) assembler.push(short, 0, 10, 0);
    expect(assembler.take().at(0) === 0xee).toBe(isKept);
  });

  it('copies a last one that is short behind those before it, and keeps a long one', () => {
    const assembler = new MessageAssembler();
    for (const [last, isKept] of [
      [10, false],
      [4096, true],
    ] as const) {
      const piece = pattern(last);
      assembler.begin('binary');
      assembler.push(short, 0, 10, Infinity, true);
      assembler.push(piece, 0, last, 0, true);
      piece.fill(0xee);
      expect(assembler.take().at(-1) === 0xee).toBe(isKept);
      assembler.push(short, 0, 10, Infinity, true);
      assembler.push(pattern(last), 0, last, 0, true);
      expect(toHex(assembler.take() as Uint8Array)).toBe(toHex(concat(short, pattern(last))));
    }
  });

  it('gives each as it comes in the mode parts', () => {
    const assembler = new MessageAssembler({ mode: 'parts' });
    assembler.begin('binary');
    for (const toCome of [Infinity, 0]) {
      const piece = pattern(5000);
      assembler.push(piece, 0, 5000, toCome, true);
      expect(assembler.take()).toBe(piece);
    }
  });

  it('gives text that ends with a short one as all of it', () => {
    const assembler = new MessageAssembler();
    assembler.begin('text');
    assembler.push(new Uint8Array(5000).fill(0x61), 0, 5000, Infinity, true);
    assembler.push(Uint8Array.of(0x62), 0, 1, 0, true);
    expect(assembler.take()).toBe(`${'a'.repeat(5000)}b`);
    assembler.begin('text');
    assembler.push(Uint8Array.of(0x63), 0, 1, 0, true);
    expect(assembler.take()).toBe('c');
  });

  it("takes pieces for somebody else's unless it is told, and has both in order", () => {
    const assembler = new MessageAssembler();
    assembler.begin('binary');
    const piece = pattern(4096);
    assembler.push(piece, 0, 4096, Infinity, true);
    assembler.push(piece, 0, 4096, Infinity);
    expect(assembler.peek()).toEqual(concat(piece, piece));
    assembler.push(short, 0, 10, 0);
    expect(toHex(assembler.take() as Uint8Array)).toBe(toHex(concat(piece, piece, short)));
  });
});

describe('a piece of an owner who did not say so', () => {
  it('is copied: a later change of it is not seen', () => {
    const assembler = new MessageAssembler();
    assembler.begin('binary');
    const piece = pattern(5000);
    assembler.push(piece, 0, 5000, 1);
    piece.fill(0);
    assembler.push(hex('07'), 0, 1, 0);
    expect(assembler.take()).toEqual(concat(pattern(5000), hex('07')));
  });
});

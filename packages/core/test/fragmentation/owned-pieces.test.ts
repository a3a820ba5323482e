import { describe, expect, it } from '@jest/globals';
import { MessageAssembler } from 'sansocket/fragmentation';
import { concat, pattern, toHex } from '../support/bytes.ts';

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
});

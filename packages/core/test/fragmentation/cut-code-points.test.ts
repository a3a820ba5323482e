import { describe, expect, it } from '@jest/globals';
import { MessageAssembler } from 'sansocket/fragmentation';
import { concat, hex } from '../support/bytes.ts';

describe('a long piece of text behind a code point that was cut', () => {
  const long = new Uint8Array(600).fill(0x61);
  const push = (...pieces: readonly (readonly [bytes: Uint8Array, toCome: number])[]): number[] => {
    const assembler = new MessageAssembler();
    assembler.begin('text');
    const indices = pieces.map(([bytes, toCome]) => assembler.push(bytes, 0, bytes.length, toCome));
    return [...indices, Array.from(String(assembler.take())).length];
  };

  it('completes it first', () => {
    expect(push([hex('f0 9f'), Infinity], [concat(hex('98 80'), long), 0])).toEqual([-1, -1, 601]);
    expect(
      push([hex('f0'), Infinity], [hex('9f 98'), Infinity], [concat(hex('80'), long), 0]),
    ).toEqual([-1, -1, -1, 601]);
  });

  it('fails at the byte that does not go on with it', () => {
    expect(push([hex('f0 9f'), Infinity], [concat(hex('98 61'), long), 0])).toEqual([-1, 1, 0]);
    expect(push([hex('f0 9f'), Infinity], [concat(hex('61'), long), Infinity])).toEqual([-1, 0, 0]);
    expect(push([hex('c3'), Infinity], [concat(hex('a9 ff'), long), Infinity])).toEqual([-1, 1, 1]);
  });

  it('fails where what is to come is too little for a code point that begins', () => {
    const cut = concat(long, hex('f0 9f'));
    expect(push([cut, 1])).toEqual([600, 600]);
    expect(push([cut, 2])).toEqual([-1, 600]);
    expect(push([cut, 0])).toEqual([600, 600]);
  });
});

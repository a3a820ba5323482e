/** What the format of DEFLATE forbids, bit by bit (RFC 1951 §3.2). */
import { describe, expect, it } from '@jest/globals';
import { type Inflation, inflate } from '@sansocket/testkit/model';
import { BitWriter, positionBytes } from '@sansocket/testkit/wire';

/** Bits in the order of the stream; spaces are for the reader. */
function bytesOf(bits: string): Uint8Array {
  const writer = new BitWriter();
  for (const bit of bits.replaceAll(' ', '')) writer.number(Number(bit), 1);
  return writer.bytes();
}

/** A number as it stands in the stream: its lowest bit first. */
function number(value: number, size: number): string {
  return Array.from({ length: size }, (_, i) => String((value >> i) & 1)).join('');
}

/** What has come of a stream; the last byte is filled up with zeros. */
function begun(bits: string): Inflation {
  return inflate(bytesOf(bits), { isLast: false, history: positionBytes(32_768) });
}

const FIXED = '0 10';
const LITERAL_A = '10010001';
const COPY_OF_3 = '0000001';

/** A dynamic block with 257 literal and one distance code, up to the code lengths. */
function dynamic(codeLengths: Readonly<Record<number, number>>, counts = [0, 0]): string {
  const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
  const lengths = order.map((symbol) => number(codeLengths[symbol] ?? 0, 3)).join('');
  return `0 01 ${number(counts[0]!, 5)} ${number(counts[1]!, 5)} ${number(15, 4)} ${lengths}`;
}

/** A run of zero lengths behind the code of the symbol 18. */
function zeros(code: string, ...counts: number[]): string {
  return counts.map((count) => `${code} ${number(count - 11, 7)}`).join(' ');
}

describe('the fixed codes', () => {
  it('go on behind a literal and a copy', () => {
    const { data, state } = begun(`${FIXED} ${LITERAL_A} ${COPY_OF_3} 00000`);
    expect(state).toBe('more');
    expect(data.subarray(0, 4)).toEqual(Uint8Array.of(0x61, 0x61, 0x61, 0x61));
  });

  it.each(['11000110', '11000111'])('have no length for the code %s: 286, 287', (code) => {
    expect(begun(`${FIXED} ${code}`).state).toBe('illegal');
  });

  it.each(['11110', '11111'])('have no distance for the code %s: 30, 31', (code) => {
    expect(begun(`${FIXED} ${COPY_OF_3} ${code}`).state).toBe('illegal');
  });

  it('reach no further back than there are bytes', () => {
    const farthest = `11101 ${number(8191, 13)}`;
    expect(begun(`${FIXED} ${COPY_OF_3} ${farthest}`).state).toBe('more');
    const bytes = bytesOf(`${FIXED} ${LITERAL_A} ${COPY_OF_3} 00001 ${'0'.repeat(20)}`);
    expect(inflate(bytes, { isLast: false }).state).toBe('illegal');
  });
});

describe('blocks', () => {
  it('have three types', () => {
    expect(begun('0 11').state).toBe('illegal');
  });

  it('that are stored say their length twice', () => {
    const padding = '00000';
    expect(begun(`0 00 ${padding} ${number(9, 16)} ${number(0xfff6, 16)}`).state).toBe('more');
    expect(begun(`0 00 ${padding} ${number(9, 16)} ${number(0xfff7, 16)}`).state).toBe('illegal');
  });

  it('that are stored begin with the next byte, whatever is skipped', () => {
    const [length, complement] = [number(2, 16), number(0xfffd, 16)];
    const bits = `0 00 10110 ${length} ${complement} ${number(0x61, 8)} ${number(0x62, 8)}`;
    expect(begun(bits).data.subarray(0, 2)).toEqual(Uint8Array.of(0x61, 0x62));
  });
});

describe('dynamic codes', () => {
  /** Code lengths in two codes: 0 for the length 1, 1 for a run of zeros. */
  const inTwo = dynamic({ 1: 1, 18: 1 });
  /** In three codes: 0 for a run of zeros, 10 and 11 for the lengths 1 and 2. */
  const inThree = dynamic({ 18: 1, 1: 2, 2: 2 });

  it('may be one code of one bit each (§3.2.7)', () => {
    const block = `${inTwo} ${zeros('1', 138, 118)} 0 0`;
    expect(begun(block).state).toBe('more');
    expect(inflate(bytesOf(`${block} 0 000`), { isLast: true }).state).toBe('whole');
    expect(begun(`${block} 1`).state).toBe('illegal');
  });

  it.each([
    ['number more than 286 literals', dynamic({}, [30, 0])],
    ['number more than 30 distances', dynamic({}, [0, 30])],
    ['have lengths in more codes than there are', dynamic({ 0: 1, 1: 1, 18: 1 })],
    ['have lengths in one code', dynamic({ 1: 1 })],
    ['have lengths in codes with room for more', dynamic({ 1: 2, 18: 2 })],
    ['leave the end of the block without a code', `${inTwo} ${zeros('1', 138, 119)} 0`],
    ['have more lengths than codes', `${inTwo} ${zeros('1', 138, 138)}`],
    ['repeat a length before the first', `${dynamic({ 16: 1, 18: 1 })} 0 00`],
    ['have one literal code of two bits', `${inThree} ${zeros('0', 138, 118)} 11 10`],
    ['have one distance code of two bits', `${inThree} ${zeros('0', 138, 118)} 10 11`],
  ])('may not %s', (_, bits) => {
    expect(begun(bits).state).toBe('illegal');
  });

  it.each([
    ['286 literals', dynamic({ 1: 1, 18: 1 }, [29, 0])],
    ['30 distances', dynamic({ 1: 1, 18: 1 }, [0, 29])],
    ['lengths in two codes', inTwo],
    ['lengths in three codes', inThree],
    ['a run up to the last code but one', `${inTwo} ${zeros('1', 138, 118)}`],
    ['a length repeated behind another', `${dynamic({ 16: 1, 2: 1 })} 0 1 00`],
    ['one literal and one distance code of one bit', `${inThree} ${zeros('0', 138, 118)} 10 10`],
  ])('may have %s', (_, bits) => {
    expect(begun(bits).state).toBe('more');
  });

  it('without any distance code take no copies (§3.2.7)', () => {
    // 0 stands for a run of zeros, 10 and 11 for the lengths 0 and 1; 256 and 257 have a code.
    const lengths = dynamic({ 18: 1, 0: 2, 1: 2 }, [1, 0]);
    const block = `${lengths} ${zeros('0', 138, 118)} 11 11 10`;
    expect(begun(block).state).toBe('more');
    expect(begun(`${block} 1`).state).toBe('illegal');
  });
});

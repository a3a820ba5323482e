/** Pieces that could be taken for whole messages, and are not. @module */
import { describe, expect, it } from '@jest/globals';
import { MessageAssembler, type MessageAssemblerOptions } from 'sansocket/fragmentation';
import { hex } from '../support/bytes.ts';

const modes: readonly MessageAssemblerOptions[] = [
  {},
  { text: 'bytes' },
  { mode: 'parts' },
  { mode: 'parts', text: 'bytes' },
];

describe.each(modes)('MessageAssembler with the options %j', (options) => {
  it('does not judge a last piece by itself that has to end a code point (§8.1)', () => {
    const assembler = new MessageAssembler(options);
    assembler.begin('text');
    expect(assembler.push(hex('61 c3'), 0, 2, Infinity)).toBe(-1);
    if (options.mode === 'parts') assembler.take();
    expect(assembler.push(hex('62 63'), 0, 2, 0)).toBe(0);
  });

  it('does not judge it by itself behind a long piece that is kept as it is (§8.1)', () => {
    const long = new Uint8Array(100_000).fill(0x61);
    long[long.length - 1] = 0xc3;
    const assembler = new MessageAssembler(options);
    assembler.begin('text');
    expect(assembler.push(long, 0, long.length, Infinity, true)).toBe(-1);
    if (options.mode === 'parts') assembler.take();
    expect(assembler.push(hex('62 63'), 0, 2, 0)).toBe(0);
  });

  it('gives no text of an earlier piece for a later message', () => {
    const assembler = new MessageAssembler(options);
    assembler.begin('text');
    assembler.push(hex('61'), 0, 1, Infinity);
    if (options.mode === 'parts') assembler.take();
    assembler.push(hex('62'), 0, 1, 0);
    assembler.take();
    assembler.begin('binary');
    assembler.push(hex('63'), 0, 1, 0);
    expect(assembler.take()).toEqual(hex('63'));
  });
});

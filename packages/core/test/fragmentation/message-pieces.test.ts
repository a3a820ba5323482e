/** Pieces that could be taken for whole messages, and are not. @module */
import { describe, expect, it } from '@jest/globals';
import { MessageAssembler, type MessageAssemblerOptions } from 'sansocket/fragmentation';
import { hex, pattern } from '../support/bytes.ts';

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

describe('MessageAssembler with long pieces of a text', () => {
  const text = `${'a'.repeat(600)}é${'b'.repeat(700)}€${'c'.repeat(800)}😀${'d'.repeat(600)}`;
  const bytes = Uint8Array.from(Buffer.from(text));

  it.each(['whole', 'parts'] as const)('gives what one decoder would, cut anywhere: %s', (mode) => {
    for (let at = 590; at < bytes.length - 3; at++) {
      const assembler = new MessageAssembler({ mode });
      assembler.begin('text');
      let given = '';
      for (const [start, end] of [
        [0, at],
        [at, Math.min(at + 3, bytes.length)],
        [Math.min(at + 3, bytes.length), bytes.length],
      ] as const) {
        expect(assembler.push(bytes, start, end, bytes.length - end)).toBe(-1);
        if (mode === 'parts') given += assembler.take() as string;
      }
      expect(given + (assembler.take() as string)).toBe(text);
    }
  });

  it('fails at the offending byte, and keeps what comes before it', () => {
    for (const at of [0, 599, 600, 601, 1303, 2106, 2107, bytes.length - 1]) {
      const broken = bytes.slice();
      broken[at] = 0xff;
      const assembler = new MessageAssembler();
      assembler.begin('text');
      const index = assembler.push(broken, 0, 1000, broken.length - 1000);
      expect(index).toBe(at < 1000 ? at : -1);
      if (at >= 1000) expect(assembler.push(broken, 1000, broken.length, 0)).toBe(at);
      const whole = Buffer.from(broken.subarray(0, at))
        .toString()
        .replace(/\ufffd/g, '');
      expect(assembler.take()).toBe(whole);
    }
  });

  it('shows the bytes of what is decoded', () => {
    const assembler = new MessageAssembler();
    assembler.begin('text');
    assembler.push(bytes, 0, 601, Infinity);
    expect(assembler.peek()).toEqual(bytes.slice(0, 601));
    assembler.push(bytes, 601, 1400, Infinity);
    expect(assembler.peek()).toEqual(bytes.slice(0, 1400));
  });
});

describe('MessageAssembler in the mode parts', () => {
  it('gives a view of a part from 512 bytes on', () => {
    const chunk = pattern(65_536);
    for (const [kind, length, kept] of [
      ['binary', 512, 65_536],
      ['binary', 511, 511],
      ['text', 512, 65_536],
      ['text', 511, 511],
    ] as const) {
      const assembler = new MessageAssembler({ mode: 'parts', text: 'bytes' });
      assembler.begin(kind);
      assembler.push(kind === 'text' ? chunk.fill(0x61) : chunk, 100, 100 + length, Infinity);
      const part = assembler.take() as Uint8Array;
      expect([part.length, part.buffer.byteLength]).toEqual([length, kept]);
    }
  });
});

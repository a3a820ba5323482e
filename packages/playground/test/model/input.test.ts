import { describe, expect, it } from '@jest/globals';
import { formatInput, parseCut, parseInput, toggleCut } from '@sansocket/playground';
import fc from 'fast-check';

describe('parseInput()', () => {
  const digits = (format: 'hex' | 'text', input: string) => {
    const parsed = parseInput(format, input);
    return 'bytes' in parsed ? Buffer.from(parsed.bytes).toString('hex') : parsed.mistake;
  };

  it('reads hexadecimal digits with blanks, prefixes and remarks', () => {
    expect(digits('hex', '81 05  # a text\n0x48,0x65:6C6c 6f')).toBe('810548656c6c6f');
    expect(digits('hex', '')).toBe('');
  });

  it('says what is no digit, and that one is missing', () => {
    expect(digits('hex', '81 0g')).toBe("'g' is no hexadecimal digit");
    expect(digits('hex', '81 0')).toBe('A byte has two digits: one is missing');
  });

  it('reads text as UTF-8, a line break as CR LF, and escapes', () => {
    expect(digits('text', 'ä\n\r\n')).toBe('c3a40d0a0d0a');
    expect(digits('text', '\\x81\\r\\n\\t\\0\\\\')).toBe('810d0a09005c');
    expect(digits('text', '\\q')).toMatch(/^There is no escape \\q/);
    expect(digits('text', 'a\\')).toMatch(/^There is no escape \\/);
  });

  it.each([
    ['hex', '0a'],
    ['text', 'a'],
    ['text', 'ä'],
    ['text', '\\x81'],
    ['text', '\n'],
  ] as const)('takes 16 KiB of %s and counts the bytes behind: %j', (format, piece) => {
    const parsed = parseInput(format, piece.repeat(500_000));
    const { bytes } = parseInput(format, piece) as { readonly bytes: Uint8Array };
    expect('bytes' in parsed && parsed.bytes).toHaveLength(16_384);
    expect(parsed).toMatchObject({ dropped: 500_000 * bytes.length - 16_384 });
  });

  it('looks at nothing behind what fits', () => {
    expect(parseInput('text', `${'a'.repeat(16_384)}\\q`)).toMatchObject({ dropped: 1 });
    expect(parseInput('hex', `${'00'.repeat(16_384)}zzz`)).toMatchObject({ dropped: 2 });
    expect(parseInput('hex', '00'.repeat(16_384))).toMatchObject({ dropped: 0 });
  });

  it.each(['hex', 'text'] as const)('reads back what is written as %s', (format) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(parseInput(format, formatInput(format, bytes))).toEqual({ bytes, dropped: 0 });
      }),
    );
  });
});

describe('parseCut()', () => {
  it('cuts nowhere, everywhere, every few bytes, and at positions', () => {
    expect(parseCut('whole', 5)).toEqual({ ends: [5] });
    expect(parseCut('1', 3)).toEqual({ ends: [1, 2, 3] });
    expect(parseCut('2', 5)).toEqual({ ends: [2, 4, 5] });
    expect(parseCut('@4, 2,2,0,9', 5)).toEqual({ ends: [2, 4, 5] });
    expect(parseCut('@', 5)).toEqual({ ends: [5] });
    for (const cut of ['whole', '1', '@1']) expect(parseCut(cut, 0)).toEqual({ ends: [] });
  });

  it.each(['0', '-1', '@a', 'x', '1e3', ''])('says that %j is none', (cut) => {
    expect(parseCut(cut, 5)).toEqual({ mistake: expect.stringMatching(/^Positions/) });
  });
});

describe('toggleCut()', () => {
  it('adds a cut and takes it away', () => {
    expect(toggleCut('whole', 3, 5)).toBe('@3');
    expect(toggleCut('@3', 1, 5)).toBe('@1,3');
    expect(toggleCut('@1,3', 3, 5)).toBe('@1');
    expect(toggleCut('@1', 1, 5)).toBe('whole');
    expect(toggleCut('2', 2, 6)).toBe('@4');
  });
});

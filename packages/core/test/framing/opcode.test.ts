import { describe, expect, it } from '@jest/globals';
import { isControl, Opcode } from 'sansocket/framing';

describe('Opcode', () => {
  it('has the six that are defined (§5.2, §11.8)', () => {
    expect(Opcode).toEqual({ continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 });
  });
});

describe('isControl()', () => {
  it('is true for the opcodes whose highest bit is set (§5.5)', () => {
    const control = Array.from({ length: 16 }, (_, opcode) => opcode).filter(isControl);
    expect(control).toEqual([8, 9, 10, 11, 12, 13, 14, 15]);
  });
});

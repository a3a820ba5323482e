/** @module */
import fc from 'fast-check';
import { concat } from '../bytes.ts';

/** Bytes with one to three defects: a byte changed, put in or left out. Shrinks towards the front. */
export function mutated(bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const defect = fc.record({
    kind: fc.constantFrom('change' as const, 'insert' as const, 'delete' as const),
    at: fc.nat({ max: 400 }),
    byte: fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(0, 0x0a, 0x20, 0x7f, 0x80, 0xff)),
  });
  return fc
    .tuple(bytes, fc.array(defect, { minLength: 1, maxLength: 3 }))
    .map(([whole, defects]) => defects.reduce(applyDefect, whole));
}

function applyDefect(
  bytes: Uint8Array,
  { kind, at, byte }: { kind: 'change' | 'insert' | 'delete'; at: number; byte: number },
): Uint8Array {
  const position = at % (bytes.length + 1);
  const from = kind === 'insert' ? position : position + 1;
  const middle = kind === 'delete' ? [] : [byte];
  return concat(bytes.slice(0, position), Uint8Array.from(middle), bytes.slice(from));
}

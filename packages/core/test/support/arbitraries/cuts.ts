/** @module */
import fc from 'fast-check';

/**
 * Ways to cut bytes: the sizes of the first chunks, the rest being one. Shrinks towards no cut.
 */
export function cuts(): fc.Arbitrary<readonly number[]> {
  const size = fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 4 }) },
    { weight: 1, arbitrary: fc.integer({ min: 5, max: 200 }) },
  );
  return fc.array(size, { maxLength: 60, size: 'max' });
}

/** @returns The bytes in chunks of these sizes, the last one taking the rest. */
export function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let start = 0;
  for (const size of sizes) {
    if (start + size >= bytes.length) break;
    chunks.push(bytes.slice(start, start + size));
    start += size;
  }
  return [...chunks, bytes.slice(start)];
}

/**
 * Codes for symbols by how often they come (RFC 1951 §3.2.2): the shortest that there are, up to a
 * length.
 *
 * @module
 */

/** For each symbol a code, its first bit lowest, and its length in bits; 0 for none. */
export interface HuffmanCode {
  readonly codes: Uint16Array;
  readonly lengths: Uint8Array;
}

/** Makes codes, one after the other: it has the room that takes. */
export class CodeMaker {
  readonly #symbols = new Uint16Array(MAX_SYMBOLS);
  readonly #leaves = new Uint32Array(MAX_SYMBOLS);
  readonly #weights = new Uint32Array(MAX_SYMBOLS);

  /**
   * Makes the code that makes the text shortest.
   *
   * @param counts - How often each symbol comes: less than 2^23 times in all.
   * @param maxLength - Of a code, in bits.
   * @param code - Receives the code.
   * @returns The length of the text in this code, in bits.
   */
  make(counts: Uint32Array, maxLength: number, { lengths, codes }: HuffmanCode): number {
    let count = 0;
    for (let symbol = 0; symbol < counts.length; symbol++) {
      lengths[symbol] = 0;
      if (counts[symbol]! === 0) continue;
      this.#symbols[count] = symbol;
      this.#leaves[count++] = (counts[symbol]! << 9) | symbol;
    }
    const leaves = this.#leaves.subarray(0, count).sort();
    const weights = this.#weights.subarray(0, count);
    if (count < 3) weights.fill(1);
    else {
      for (let i = 0; i < count; i++) weights[i] = leaves[i]! >>> 9;
      weightsToDepths(weights);
      limitDepths(weights, maxLength);
    }
    let bits = 0;
    for (let i = 0; i < count; i++) {
      lengths[leaves[i]! & 511] = weights[i]!;
      bits += (leaves[i]! >>> 9) * weights[i]!;
    }
    assignCodes(this.#symbols, count, { lengths, codes });
    return bits;
  }
}

/** Of literals and lengths there are most. */
const MAX_SYMBOLS = 288;

/**
 * Codes of these lengths: shorter ones before longer ones, and in the order of the symbols.
 *
 * @param symbols - The first `count` of them are those that have a code, ascending.
 */
export function assignCodes(
  symbols: Uint16Array,
  count: number,
  { lengths, codes }: HuffmanCode,
): void {
  const next = new Uint16Array(17);
  for (let i = 0; i < count; i++) next[lengths[symbols[i]!]! + 1]!++;
  for (let length = 1; length < 16; length++) {
    next[length + 1] = 2 * (next[length]! + next[length + 1]!);
  }
  for (let i = 0; i < count; i++) {
    const symbol = symbols[i]!;
    const length = lengths[symbol]!;
    codes[symbol] = reversed(next[length]!++, length);
  }
}

/** The bits in groups of 1, 2, 4 and 8 change places: those of all 16. */
function reversed(code: number, length: number): number {
  let bits = ((code >>> 1) & 0x5555) | ((code & 0x5555) << 1);
  bits = ((bits >>> 2) & 0x3333) | ((bits & 0x3333) << 2);
  bits = ((bits >>> 4) & 0x0f0f) | ((bits & 0x0f0f) << 4);
  bits = (bits >>> 8) | ((bits & 0xff) << 8);
  return bits >>> (16 - length);
}

/**
 * Weights of leaves to their depths in the tree of least weight, in place (Moffat and Katajainen 1995).
 *
 * @param weights - Of at least two leaves, ascending; their depths take their place, descending.
 */
function weightsToDepths(weights: Uint32Array): void {
  const count = weights.length;
  let root = 0;
  let leaf = 0;
  for (let next = 0; next < count - 1; next++) {
    let weight = 0;
    for (let child = 0; child < 2; child++) {
      const takesLeaf = root >= next || (leaf < count && weights[leaf]! < weights[root]!);
      if (takesLeaf) weight += weights[leaf++]!;
      else {
        weight += weights[root]!;
        weights[root++] = next;
      }
    }
    weights[next] = weight;
  }
  weights[count - 2] = 0;
  for (let next = count - 3; next >= 0; next--) weights[next] = weights[weights[next]!]! + 1;
  let available = 1;
  let used = 0;
  let depth = 0;
  let node = count - 2;
  for (let next = count - 1; available > 0; depth++) {
    for (; node >= 0 && weights[node] === depth; node--) used++;
    for (; available > used; available--) weights[next--] = depth;
    available = 2 * used;
    used = 0;
  }
}

/**
 * Cuts depths to a greatest one. Each round puts a leaf that was cut next to the deepest leaf that was not, one level
 * down, until the tree is exactly full.
 */
function limitDepths(depths: Uint32Array, maxLength: number): void {
  if (depths[0]! <= maxLength) return;
  const counts = new Uint16Array(maxLength + 1);
  let excess = -(2 ** maxLength);
  for (const depth of depths) {
    const length = Math.min(depth, maxLength);
    counts[length]!++;
    excess += 2 ** (maxLength - length);
  }
  for (; excess > 0; excess--) {
    let length = maxLength - 1;
    while (counts[length] === 0) length--;
    counts[length]!--;
    counts[length + 1]! += 2;
    counts[maxLength]!--;
  }
  let i = 0;
  for (let length = maxLength; length > 0; length--) {
    depths.fill(length, i, (i += counts[length]!));
  }
}

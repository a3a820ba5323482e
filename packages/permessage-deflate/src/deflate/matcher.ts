/**
 * Finds repetitions (RFC 1951 §4): turns the bytes of a block into literals and copies from the window.
 *
 *     window  a ring:  … ─ position - reach ─ peer has it ─ position ─ block ─ end ─ …
 *     heads   hash of 4 bytes ─► latest position that had it
 *     chain   position ─► the one before with the same hash
 *
 * Each candidate is compared byte by byte, so that an entry of `heads` and `chain` is only a hint: it may
 * be of an earlier round, or of a message that was taken back. A block does not go over the end of the
 * ring.
 *
 * @module
 */

/** The effort of the matcher. */
export interface Effort {
  /** Candidates for one position. */
  readonly chain: number;
  /** A match shorter than this is used only after the next position has been tried too. */
  readonly lazy: number;
  /** A match as long as this ends the search. */
  readonly nice: number;
  /** Of the positions in a long match one of so many is noted, for matches to come. */
  readonly stride: number;
}

/** The parameters of the search for repetitions. */
export interface Search {
  /** A hash has no more bits. */
  readonly maxHashBits: number;
  readonly effort: Effort;
}

/** The window of a compressor, with the tables of the search. */
export interface MatchState extends Search {
  readonly window: Uint8Array;
  /** The same, for four bytes at a time. */
  readonly view: DataView;
  readonly heads: Uint16Array;
  /** One for each position that copies can reach. */
  readonly chain: Uint16Array;
  readonly hashShift: number;
}

/** Bytes of a block, in the window. */
export interface BlockBytes {
  readonly start: number;
  readonly end: number;
  /** The number of bytes before `start` that the peer has. */
  readonly reach: number;
}

/** The ring has room for two windows, and at least for this many bytes. */
const MIN_RING = 4096;

/** Bytes that a match has at least: as many as are hashed. */
const MIN_MATCH = 4;
/** A match of more bytes is long. */
const LONG_MATCH = 8;
/** RFC 1951 §3.2.5. */
const MAX_MATCH = 258;

/** @param reach - How far back copies can go, at least, in bytes: the next power of 2 is taken. */
export function createSearch(reach: number, { maxHashBits, effort }: Search): MatchState {
  const bits = 32 - Math.clz32(reach - 1);
  const hashBits = Math.min(maxHashBits, bits);
  const window = new Uint8Array(Math.max(2 ** (bits + 1), MIN_RING));
  return {
    window,
    view: new DataView(window.buffer),
    heads: new Uint16Array(2 ** hashBits),
    chain: new Uint16Array(2 ** bits),
    hashShift: 32 - hashBits,
    maxHashBits,
    effort,
  };
}

/** @param bytes - The bytes sent so far: they come first in the new window. */
export function resizeSearch(how: Search, reach: number, bytes: Uint8Array): MatchState {
  const state = createSearch(reach, how);
  state.window.set(bytes);
  insertAll(state, 0, bytes.length - MIN_MATCH + 1, 1);
  return state;
}

/**
 * Bytes as tokens: a literal is its value, a copy `length << 16 | distance`.
 *
 * @param tokens - Receives the tokens: has room for as many as there are bytes.
 * @returns The number of tokens.
 */
export function tokenize(state: MatchState, bytes: BlockBytes, tokens: Uint32Array): number {
  const { window } = state;
  const { lazy, stride } = state.effort;
  const { start, end } = bytes;
  const hashEnd = end - MIN_MATCH + 1;
  let count = 0;
  /** The match that the byte before begins. */
  let waiting = 0;
  for (let position = start; position < end; ) {
    let match = position < hashEnd ? findMatch(state, bytes, position, waiting >>> 16) : 0;
    if (match === 0 && waiting === 0) {
      tokens[count++] = window[position++]!;
      continue;
    }
    if (match === 0) {
      match = waiting;
      position--;
    } else {
      if (waiting !== 0) tokens[count++] = window[position - 1]!;
      if (match >>> 16 < lazy) {
        waiting = match;
        position++;
        continue;
      }
    }
    tokens[count++] = match;
    const next = position + (match >>> 16);
    const first = position + (waiting === match ? 2 : 1);
    waiting = 0;
    insertAll(state, first, Math.min(next, hashEnd), next - first > LONG_MATCH ? stride : 1);
    position = next;
  }
  return count;
}

/** @returns The longest match that is longer than `known`, as a token; 0 for none. */
function findMatch(state: MatchState, bytes: BlockBytes, position: number, known: number): number {
  const { window, chain } = state;
  const mask = chain.length - 1;
  const reach = Math.min(bytes.reach + position - bytes.start, chain.length);
  const wanted = Math.min(bytes.end - position, MAX_MATCH);
  const nice = Math.min(state.effort.nice, wanted);
  let candidate = insert(state, position);
  let best = Math.max(known, MIN_MATCH - 1);
  let found = 0;
  let last = 0;
  for (let tries = state.effort.chain; tries > 0 && best < nice; tries--) {
    const distance =
      position > candidate ? position - candidate : position - candidate + window.length;
    if (distance <= last || distance > reach) break;
    last = distance;
    // Over the end of the ring nothing is compared.
    const most = Math.min(wanted, window.length - candidate);
    if (best < most && window[candidate + best] === window[position + best]) {
      const length = sameBytes(state, candidate, position, most);
      if (length > best) {
        best = length;
        found = distance;
      }
    }
    candidate = chain[candidate & mask]!;
  }
  return found === 0 ? 0 : (best << 16) | found;
}

/** @returns The number of equal bytes from two positions on. */
function sameBytes({ window, view }: MatchState, one: number, other: number, most: number): number {
  let length = 0;
  for (; length + 4 <= most; length += 4) {
    const differing = view.getInt32(one + length, true) ^ view.getInt32(other + length, true);
    // Its lowest bit that is set is in the first byte that differs.
    if (differing !== 0) return length + ((31 - Math.clz32(differing & -differing)) >> 3);
  }
  while (length < most && window[one + length] === window[other + length]) length++;
  return length;
}

/** @returns The latest position before this one that may have the same bytes. */
function insert({ view, heads, chain, hashShift }: MatchState, position: number): number {
  const hash = Math.imul(view.getInt32(position, true), 0x9e37_79b1) >>> hashShift;
  const before = heads[hash]!;
  chain[position & (chain.length - 1)] = before;
  heads[hash] = position;
  return before;
}

/** Inserts positions that are `step` apart. */
function insertAll(
  { view, heads, chain, hashShift }: MatchState,
  start: number,
  end: number,
  step: number,
): void {
  const mask = chain.length - 1;
  for (let position = start; position < end; position += step) {
    const hash = Math.imul(view.getInt32(position, true), 0x9e37_79b1) >>> hashShift;
    chain[position & mask] = heads[hash]!;
    heads[hash] = position;
  }
}

/**
 * Ways to change an input, each by a little.
 *
 * @module
 */
import type { Random } from './random.ts';

/** The sources of a mutator. */
export interface MutatorContext {
  readonly random: Random;
  /** Pieces that mean something to the target. */
  readonly dictionary: readonly Uint8Array[];
  /** Another input that was worth keeping. */
  readonly partner: Uint8Array;
}

/** Makes a new input of one; never changes the one it is given. */
export type Mutator = (input: Uint8Array, context: MutatorContext) => Uint8Array;

/** Numbers at the borders of the forms that lengths and codes take. */
const integers = [
  0, 1, 2, 4, 7, 8, 16, 32, 64, 100, 123, 125, 126, 127, 128, 129, 250, 255, 256, 999, 1000, 1004,
  1005, 1006, 1015, 2999, 3000, 4999, 5000, 0x7fff, 0x8000, 0xffff, 0x1_0000, 0x7fff_ffff,
  0x8000_0000, 0xffff_ffff,
] as const;

/** All of them, by name. */
export const mutators: Readonly<Record<string, Mutator>> = {
  flipBit: (input, { random }) => changed(input, random, (byte) => byte ^ (1 << random.below(8))),
  setByte: (input, { random }) => changed(input, random, () => random.below(256)),
  addToByte: (input, { random }) => changed(input, random, (byte) => byte + random.below(71) - 35),
  setInteger: (input, { random }) => {
    const bytes = bigEndian(random.pick(integers), random.pick([1, 2, 4, 8]));
    return overwritten(input, random.below(input.length), bytes);
  },
  insertBytes: (input, { random }) => {
    const bytes = Uint8Array.from({ length: random.size(8) }, () => random.below(256));
    return inserted(input, random.below(input.length + 1), bytes);
  },
  insertWord: (input, { random, dictionary }) =>
    inserted(input, random.below(input.length + 1), wordOf(random, dictionary)),
  overwriteWithWord: (input, { random, dictionary }) =>
    overwritten(input, random.below(input.length), wordOf(random, dictionary)),
  deleteRange: (input, { random }) => {
    const [start, end] = range(input, random);
    return joined(input.subarray(0, start), input.subarray(end));
  },
  duplicateRange: (input, { random }) => {
    const [start, end] = range(input, random);
    return inserted(input, end, input.subarray(start, end));
  },
  moveRange: (input, { random }) => {
    const [start, end] = range(input, random);
    return overwritten(input, random.below(input.length), input.subarray(start, end));
  },
  repeatByte: (input, { random }) => {
    const at = random.below(input.length);
    return inserted(input, at, new Uint8Array(random.size(130)).fill(input[at] ?? 0));
  },
  insertFromPartner: (input, { random, partner }) => {
    const [start, end] = range(partner, random);
    return inserted(input, random.below(input.length + 1), partner.subarray(start, end));
  },
  splice: (input, { random, partner }) =>
    joined(
      input.subarray(0, random.below(input.length + 1)),
      partner.subarray(random.below(partner.length + 1)),
    ),
};

const all = Object.values(mutators);

/**
 * Applies one to eight mutators.
 *
 * @param maxBytes - Longer results are cut.
 */
export function mutate(input: Uint8Array, context: MutatorContext, maxBytes: number): Uint8Array {
  const { random } = context;
  let bytes = input;
  for (let left = 1 << random.below(4); left > 0; left--) bytes = random.pick(all)(bytes, context);
  return bytes.slice(0, maxBytes);
}

function changed(input: Uint8Array, random: Random, change: (byte: number) => number): Uint8Array {
  const bytes = input.slice();
  const at = random.below(bytes.length);
  if (at < bytes.length) bytes[at] = change(bytes[at]!);
  return bytes;
}

function range({ length }: Uint8Array, random: Random): [start: number, end: number] {
  const start = random.below(length);
  return [start, Math.min(start + random.size(length - start), length)];
}

function wordOf(random: Random, dictionary: readonly Uint8Array[]): Uint8Array {
  return dictionary.length === 0 ? Uint8Array.of(random.below(256)) : random.pick(dictionary);
}

function overwritten(input: Uint8Array, at: number, bytes: Uint8Array): Uint8Array {
  return joined(input.subarray(0, at), bytes, input.subarray(at + bytes.length));
}

function inserted(input: Uint8Array, at: number, bytes: Uint8Array): Uint8Array {
  return joined(input.subarray(0, at), bytes, input.subarray(at));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

function bigEndian(value: number, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => value / 256 ** (size - 1 - i));
}

/**
 * The fast decoder and the careful one, tied to each other and to two judges: the reference model, and zlib where its
 * verdict is the same (RFC 1951 §3.2, RFC 7692 §7.1.2, §7.2.2).
 *
 * @module
 */
// biome-ignore-all lint/style/noExcessiveLinesPerFile: it writes the heads of blocks itself.
import { constants, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { Inflater, InflateWorkspace } from '@sansocket/permessage-deflate/inflate';
import {
  type DeflateDefect,
  deflateDefect,
  deflateMessagePlan,
  deflateSamples,
  integerNear,
} from '@sansocket/testkit/arbitraries';
import { inflate } from '@sansocket/testkit/model';
import { BitWriter, concat, positionBytes, serializeDeflate } from '@sansocket/testkit/wire';
import fc from 'fast-check';
import { joinOutput } from 'sansocket/extensions';

/** Below 1, chance decides whether each kind of case is among them. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 1);
const NOTHING = new Uint8Array(0);
/** Enough bits for a length of each code. */
const ZEROS = new Uint8Array(64);

/** One for all: what an inflater leaves in it is there when the next one comes. */
const workspace = new InflateWorkspace();

interface Window {
  readonly windowBits: number;
  readonly noContextTakeover: boolean;
}

interface Verdict {
  readonly state: string;
  readonly data: Uint8Array;
}

/** How the payload of a message goes in: at once, byte by byte, or at once but for its last bytes, by whoever decodes. */
type Pieces = 'whole' | 'bytes' | 'half';

/** What an inflater makes of messages in a row, up to the first that it refuses. */
function byInflater(
  payloads: readonly Uint8Array[],
  window: Window,
  pieces: Pieces,
  budget = Infinity,
): readonly Verdict[] {
  const inflater = new Inflater({ ...window, workspace });
  const verdicts: Verdict[] = [];
  for (const payload of payloads) {
    inflater.begin();
    const size = { whole: payload.length, bytes: 1, half: payload.length >> 1 }[pieces] || 1;
    const out: Uint8Array[] = [];
    let state = 'whole';
    let left = budget;
    for (let at = 0; at === 0 || (at < payload.length && state === 'whole'); at += size) {
      const end = Math.min(at + size, payload.length);
      const result = inflater.push(payload.subarray(at, end), end === payload.length, left);
      const bytes = joinOutput(result.bytes).slice();
      left -= bytes.length;
      out.push(bytes);
      if (result.kind === 'illegal' || result.kind === 'too-long') state = result.kind;
    }
    verdicts.push({ state, data: concat(...out) });
    if (state !== 'whole') break;
  }
  return verdicts;
}

function byModel(
  payloads: readonly Uint8Array[],
  { windowBits, noContextTakeover }: Window,
  budget?: number,
): readonly Verdict[] {
  const verdicts: Verdict[] = [];
  let history: Uint8Array = NOTHING;
  for (const payload of payloads) {
    const { data, state } = inflate(payload, { isLast: true, history, windowBits, budget });
    verdicts.push({ state, data });
    if (state !== 'whole') break;
    if (!noContextTakeover) history = concat(history, data).slice(-32_768);
  }
  return verdicts;
}

/** @throws Error when they differ. A buffer is compared at once, an array for the matcher is not. */
function assertSame(ours: readonly Verdict[], theirs: readonly Verdict[], how: string): void {
  const states = (all: readonly Verdict[]) => all.map(({ state }) => state).join();
  if (states(ours) !== states(theirs)) {
    throw new Error(`${how}: ${states(ours)}, the model says ${states(theirs)}`);
  }
  for (const [i, { data }] of ours.entries()) {
    if (Buffer.compare(data, theirs[i]!.data) !== 0) throw new Error(`${how}: message ${i}`);
  }
}

function assertLikeModel(payloads: readonly Uint8Array[], window: Window, budget?: number): void {
  const expected = byModel(payloads, window, budget);
  for (const pieces of ['whole', 'bytes', 'half'] as const) {
    assertSame(byInflater(payloads, window, pieces, budget), expected, pieces);
  }
}

/** Enough symbols on both sides of what matters that the fast decoder is at work. */
const around = Array.from({ length: 30 }, (_, i) => i);

const windows = [8, 9, 10, 11, 12, 13, 14, 15].flatMap((windowBits) =>
  [false, true].map((noContextTakeover) => ({ windowBits, noContextTakeover })),
);

/** Short runs leave out the long windows, which take most of the time. */
const edges = RUNS < 1 ? windows.filter(({ windowBits }) => windowBits <= 10) : windows;

describe('both decoders', () => {
  it('make the same of any messages, legal or with a defect, as the model', () => {
    const window = fc.constantFrom(...windows.slice(0, 10), ...windows.slice(-2));
    const defect = fc.option(deflateDefect(), { nil: undefined, freq: 3 });
    const plans = fc.array(deflateMessagePlan(), { maxLength: 3 });
    fc.assert(
      fc.property(window, plans, defect, (its, messages, last) => {
        const samples = deflateSamples(messages, its, its.noContextTakeover);
        const payloads = [...samples, ...(last === undefined ? [] : [last])];
        assertLikeModel(
          payloads.map(({ bytes }) => bytes),
          its,
        );
      }),
      { numRuns: 100 * RUNS },
    );
  });

  it('stop at the same byte of any budget', () => {
    const plans = fc.array(deflateMessagePlan(), { minLength: 1, maxLength: 3 });
    const window = { windowBits: 9, noContextTakeover: false };
    fc.assert(
      fc.property(plans, fc.nat(), (messages, n) => {
        const samples = deflateSamples(messages, window);
        const longest = Math.max(...samples.map(({ plain }) => plain.length));
        const payloads = samples.map(({ bytes }) => bytes);
        for (const budget of [longest, longest - 1, n % (longest + 1)]) {
          if (budget >= 0) assertLikeModel(payloads, window, budget);
        }
      }),
      { numRuns: 60 * RUNS },
    );
  });

  it.each(edges)(
    'reach back to the edge of the window and no farther, in long input: %j (§7.1.2)',
    (window) => {
      const size = 2 ** window.windowBits;
      const filler = positionBytes(size + 2);
      for (const distance of [size - 1, size, size + 1].filter((one) => one <= 32_768)) {
        const copy = { length: 5, distance };
        const stored = { type: 'stored', bytes: filler } as const;
        const edge = { type: 'fixed', tokens: [...around, copy, ...around] } as const;
        const own = { type: 'dynamic', tokens: [...around, copy, copy, ...around] } as const;
        assertLikeModel([serializeDeflate([stored, edge, own])], window);
        assertLikeModel(
          [stored, own, edge].map((one) => serializeDeflate([one])),
          window,
        );
        // No more than there is, where the window is not full.
        const short = { type: 'stored', bytes: filler.subarray(0, size - 31) } as const;
        assertLikeModel([serializeDeflate([short, edge])], window);
      }
    },
  );

  it('take every symbol that there is, each in a code of its own', () => {
    const literals = Array.from({ length: 256 }, (_, i) => i);
    const copies = Array.from({ length: 256 }, (_, i) => {
      // From 1 on, with the first and the last distance of each symbol among them.
      const distance =
        i < 60 ? 2 ** (i >> 2) + (i & 3) * 2 ** Math.max(0, (i >> 2) - 2) : 32_768 - i;
      return { length: i + 3, distance };
    });
    const stored = { type: 'stored', bytes: positionBytes(32_768) } as const;
    const own = { type: 'dynamic', tokens: [...literals, ...copies, ...literals] } as const;
    for (const runs of [false, true]) {
      assertLikeModel([serializeDeflate([stored, { ...own, runs }])], windows.at(-2)!);
    }
  });

  it('read a stored block after another, whatever the bytes around its head look like', () => {
    // Read two bytes too early, the last byte of one block and the length of the next are a legal head.
    for (const last of [0x55, 0x00, 0xff]) {
      const next = positionBytes(0xff00 | (last ^ 0xff)).subarray(0, 0xff00 | (last ^ 0xff));
      const blocks = [Uint8Array.of(1, last), next, Uint8Array.of(last)];
      const payload = serializeDeflate(blocks.map((bytes) => ({ type: 'stored', bytes })));
      assertLikeModel([payload, payload], windows.at(-2)!);
    }
  });

  it('refuse every defect, and give what comes before it', () => {
    const seen = new Set<DeflateDefect>();
    fc.assert(
      fc.property(deflateDefect(), ({ label, bytes }) => {
        seen.add(label);
        assertLikeModel([bytes], { windowBits: 15, noContextTakeover: false });
      }),
      { numRuns: 400 * RUNS },
    );
    if (RUNS >= 1) expect(seen.size).toBe(26);
  });
});

/** Lengths of codes: a tree that is full, or one with a leaf too many, too few, too deep or not deep enough. */
function codeLengths(most: number, longest = 15): fc.Arbitrary<number[]> {
  const splits = fc.array(fc.nat(), { maxLength: 60 });
  const damage = fc.option(fc.record({ at: fc.nat(), by: fc.constantFrom(1, -1, 0) }), {
    nil: undefined,
    freq: 2,
  });
  const places = fc.shuffledSubarray(
    Array.from({ length: most }, (_, i) => i),
    { minLength: most, maxLength: most },
  );
  return fc.tuple(splits, damage, places).map(([its, wrong, order]) => {
    const leaves = its.length === 0 ? [] : [1, 1];
    for (const n of its.slice(1)) {
      const at = n % leaves.length;
      // The deepest ones are split as often as the others together: few codes are long else.
      const i = n % 2 === 0 ? leaves.indexOf(Math.max(...leaves)) : at;
      if (leaves[i]! < longest && leaves.length < most)
        leaves.splice(i, 1, leaves[i]! + 1, leaves[i]! + 1);
    }
    if (wrong !== undefined && leaves.length > 0) {
      const i = wrong.at % leaves.length;
      leaves[i] = wrong.by === 0 ? 0 : Math.min(longest, Math.max(0, leaves[i]! + wrong.by));
    }
    if (wrong !== undefined && leaves.length === 0) leaves.push(1 + (wrong.at % 2));
    const lengths = new Array<number>(most).fill(0);
    for (const [i, length] of leaves.entries()) lengths[order[i]!] = length;
    return lengths;
  });
}

/** The head of a dynamic block with these lengths, written one by one in a code of four bits each. */
function headOf(literals: readonly number[], distances: readonly number[], tail: Uint8Array) {
  const writer = new BitWriter();
  writer.number(0b100, 3);
  writer.number(literals.length - 257, 5);
  writer.number(distances.length - 1, 5);
  writer.number(15, 4);
  for (let i = 0; i < 3; i++) writer.number(0, 3);
  for (let i = 3; i < 19; i++) writer.number(4, 3);
  for (const length of [...literals, ...distances]) writer.code(length, 4);
  for (const byte of tail) writer.number(byte, 8);
  return writer.bytes();
}

function isRefusedByZlib(bytes: Uint8Array): boolean {
  try {
    inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
    return false;
  } catch {
    return true;
  }
}

/** The head of a dynamic block up to its lengths: the lengths of the codes for them, in the order that heads have. */
function headBefore(literals: number, distances: number, sizes: readonly number[]): BitWriter {
  const writer = new BitWriter();
  writer.number(0b100, 3);
  writer.number(literals - 257, 5);
  writer.number(distances - 1, 5);
  writer.number(sizes.length - 4, 4);
  for (const size of sizes) writer.number(size, 3);
  return writer;
}

/** The codes of such lengths, none but those of 16, 18 and 1, which stand at the places 0, 2 and 17. */
function canonical(sizes: readonly number[]): readonly number[] {
  const codes = new Array<number>(sizes.length).fill(0);
  let code = 0;
  for (let size = 1; size <= 2; size++, code <<= 1) {
    for (const place of [17, 0, 2]) if (sizes[place] === size) codes[place] = code++;
  }
  return codes;
}

/** What is decided before the message has ended. */
function isRefused(bytes: Uint8Array, pieces: Pieces): boolean {
  const inflater = new Inflater({ windowBits: 15, noContextTakeover: false, workspace });
  inflater.begin();
  const size = pieces === 'whole' ? bytes.length : 1;
  for (let at = 0; at < bytes.length; at += size) {
    if (inflater.push(bytes.subarray(at, at + size), false, Infinity).kind === 'illegal')
      return true;
  }
  return false;
}

describe('the head of a dynamic block', () => {
  it('is refused where zlib and the model refuse it, and taken where they take it (RFC 1951 §3.2.7)', () => {
    let refused = 0;
    let taken = 0;
    const literals = integerNear([257, 286], { min: 257, max: 288 }).chain((most) =>
      codeLengths(most).map((lengths) => {
        // Mostly the end of the block has a code.
        const i = lengths.findIndex((length) => length > 0);
        if (i >= 0 && i % 4 !== 0) [lengths[i], lengths[256]] = [lengths[256]!, lengths[i]!];
        return lengths;
      }),
    );
    const distances = integerNear([1, 30], { min: 1, max: 32 }).chain((most) => codeLengths(most));
    fc.assert(
      fc.property(literals, distances, fc.uint8Array({ maxLength: 40 }), (one, other, tail) => {
        const head = headOf(one, other, NOTHING);
        const isWrong = isRefusedByZlib(head);
        expect(inflate(head, { isLast: false }).state).toBe(isWrong ? 'illegal' : 'more');
        for (const pieces of ['whole', 'bytes'] as const) {
          expect(isRefused(head, pieces)).toBe(isWrong);
        }
        assertLikeModel([headOf(one, other, tail)], { windowBits: 15, noContextTakeover: true });
        if (isWrong) refused++;
        else taken++;
      }),
      { numRuns: 300 * RUNS },
    );
    if (RUNS >= 1) expect(Math.min(refused, taken)).toBeGreaterThan(30 * RUNS);
  });

  it('is refused or taken as by zlib for each number of codes, and each code for lengths', () => {
    for (let literals = 257; literals <= 288; literals++) {
      for (let distances = 1; distances <= 32; distances++) {
        const one = Array.from({ length: literals }, (_, i) => (i === 256 ? 1 : 0));
        const other = Array.from({ length: distances }, (_, i) => (i === distances - 1 ? 1 : 0));
        const bytes = headOf(one, other, NOTHING);
        const isWrong = isRefusedByZlib(bytes);
        if (isRefused(bytes, 'whole') !== isWrong || isWrong !== (literals > 286 || distances > 30))
          throw new Error(`${literals} literals, ${distances} distances`);
      }
    }
    const sizes = fc.integer({ min: 4, max: 19 }).chain((most) => codeLengths(most, 7));
    let taken = 0;
    fc.assert(
      fc.property(sizes, fc.uint8Array({ maxLength: 60, minLength: 60 }), (its, rest) => {
        const writer = new BitWriter();
        writer.number(0b100, 3);
        writer.number(rest[0]!, 10);
        writer.number(its.length - 4, 4);
        for (const size of its) writer.number(size, 3);
        const head = writer.bytes();
        if (!isRefusedByZlib(head)) taken++;
        for (const bytes of [head, concat(head, rest)]) {
          const isWrong = inflate(bytes, { isLast: false }).state === 'illegal';
          if (bytes === head && isRefusedByZlib(bytes)) expect(isWrong).toBe(true);
          // zlib waits for the first code where there is none, and for the bits of a run.
          const more = concat(bytes, ZEROS);
          if (bytes === head && isWrong) expect(isRefusedByZlib(more)).toBe(true);
          expect(isRefused(bytes, 'whole')).toBe(isWrong);
        }
      }),
      { numRuns: 500 * RUNS },
    );
    if (RUNS >= 1) expect(taken).toBeGreaterThan(50 * RUNS);
  });

  it('may repeat the last length of one code for the other one', () => {
    // 1 twice for the literals 255 and 256, and twice for two distances: 1, then 16 for three times.
    for (let count = 18; count <= 19; count++) {
      for (let size = 1; size <= 3; size++) {
        // Codes for 16, 18 and 1: one of them is short.
        const sizes = new Array<number>(count).fill(0);
        [sizes[0], sizes[2], sizes[17]] = [2, 2, 2];
        sizes[[0, 2, 17][size - 1]!] = 1;
        const codes = canonical(sizes);
        const writer = headBefore(257, 2, sizes);
        const write = (symbol: 0 | 2 | 17): void => writer.code(codes[symbol]!, sizes[symbol]!);
        for (const zeros of [138, 117]) {
          write(2);
          writer.number(zeros - 11, 7);
        }
        write(17);
        write(0);
        writer.number(0, 2);
        const head = writer.bytes();
        for (let length = 1; length <= head.length; length++) {
          expect(isRefused(head.subarray(0, length), 'bytes')).toBe(false);
          expect(isRefused(head.subarray(0, length), 'whole')).toBe(false);
        }
        assertLikeModel([concat(head, Uint8Array.of(0x55, 0xaa, 0xff, 0xff))], windows.at(-2)!);
      }
    }
  });

  it('is refused with the last bit of the code that repeats a length where there is none', () => {
    for (let size = 1; size <= 7; size++) {
      for (const count of [8, 9, 10, 18, 19]) {
        // One code of each shorter length, and two of this one: the second for 0 and 6 to 9, the first for 17 and 18.
        const sizes = Array.from({ length: count }, (_, i) => (i > size ? 0 : i || size));
        const writer = headBefore(257, 1, sizes);
        writer.code(2 ** size - (size > 2 ? 1 : 2), size);
        const end = 3 + 14 + 3 * count + size;
        const bytes = concat(writer.bytes(), ZEROS);
        for (let length = 1; length <= writer.bytes().length + 1; length++) {
          const isWrong = 8 * length >= end;
          expect(isRefused(bytes.subarray(0, length), 'bytes')).toBe(isWrong);
          expect(isRefused(bytes.subarray(0, length), 'whole')).toBe(isWrong);
        }
      }
    }
  });
});

/**
 * Blocks that hardly any compressor writes, against what they mean (RFC 1951 §3.2): runs of the same copy, long and
 * short distances, blocks of a few symbols or none.
 *
 * @module
 */
import { describe, expect, it } from '@jest/globals';
import { Inflater, InflateWorkspace, type Inflation } from '@sansocket/permessage-deflate/inflate';
import { concat, type DeflateBlock, plainOf, serializeDeflate } from '@sansocket/testkit/wire';
import fc from 'fast-check';
import { joinOutput } from 'sansocket/extensions';

type Token = Extract<DeflateBlock, { type: 'fixed' }>['tokens'][number];

const RUNS = 100 * Number(process.env['FUZZ_RUNS'] ?? 1);
const workspace = new InflateWorkspace();

/** Nothing is farther than the 40 literals that every message begins with. */
const literals = Array.from({ length: 40 }, (_, i) => 0x30 + i);

/** The same token, again and again. */
function run(): fc.Arbitrary<Token[]> {
  const length = fc.oneof(fc.integer({ min: 3, max: 20 }), fc.constantFrom(63, 64, 65, 257, 258));
  const distance = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 40 }));
  const token = fc.oneof(
    fc.nat({ max: 255 }),
    fc.record({ length, distance }),
    fc.record({ length, distance }),
  );
  const times = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 30 }));
  return fc.tuple(token, times).map(([one, count]) => new Array<Token>(count).fill(one));
}

function block(): fc.Arbitrary<DeflateBlock> {
  const tokens = fc.array(run(), { maxLength: 12 }).map((runs) => runs.flat());
  const final = fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true));
  return fc.oneof(
    fc.record({ type: fc.constant('fixed'), tokens, final }),
    fc.record({ type: fc.constant('fixed'), tokens: fc.constant([]), final }),
    fc.record({ type: fc.constant('dynamic'), tokens, final }),
    fc.record({ type: fc.constant('stored'), bytes: fc.uint8Array({ maxLength: 70 }), final }),
  );
}

/** What comes of a message in three pieces, within a budget. */
function inflate(payload: Uint8Array, cuts: readonly number[], bits: number, budget: number) {
  const inflater = new Inflater({ windowBits: bits, noContextTakeover: false, workspace });
  inflater.begin();
  const [first = 0, second = 0] = cuts.map((at) => at % (payload.length + 1)).sort((a, b) => a - b);
  const output: Uint8Array[] = [];
  let kind: Inflation['kind'] = 'lent';
  for (const [start, end] of [
    [0, first],
    [first, second],
    [second, payload.length],
  ] as const) {
    const left = budget - output.reduce((sum, { length }) => sum + length, 0);
    const result = inflater.push(payload.subarray(start, end), end === payload.length, left);
    kind = result.kind;
    output.push(joinOutput(result.bytes).slice());
    if ((kind !== 'lent' && kind !== 'bytes') || end === payload.length) break;
  }
  return { kind, bytes: concat(...output) };
}

describe('Inflater', () => {
  const blocks = fc
    .array(block(), { minLength: 1, maxLength: 12 })
    .map((others): DeflateBlock[] => [{ type: 'fixed', tokens: literals }, ...others]);
  const cuts = fc.tuple(fc.nat(), fc.nat());

  it('gives what the blocks mean, however they are cut (§3.2.3)', () => {
    fc.assert(
      fc.property(blocks, cuts, fc.constantFrom(8, 9, 15), (all, at, bits) => {
        const { kind, bytes } = inflate(serializeDeflate(all), at, bits, Infinity);
        expect(['lent', 'bytes']).toContain(kind);
        expect(Buffer.compare(bytes, plainOf(all))).toBe(0);
      }),
      { numRuns: RUNS },
    );
  });

  it('stops after exactly as many bytes as may come out', () => {
    fc.assert(
      fc.property(blocks, cuts, fc.nat(), (all, at, n) => {
        const plain = plainOf(all);
        const budget = n % plain.length;
        const { kind, bytes } = inflate(serializeDeflate(all), at, 15, budget);
        expect(kind).toBe('too-long');
        expect(Buffer.compare(bytes, plain.subarray(0, budget))).toBe(0);
      }),
      { numRuns: RUNS },
    );
  });

  it('stops there in the longest copy behind a literal as well', () => {
    const tokens = Array.from({ length: 10 }, (_, i): Token[] => [i, { length: 258, distance: 1 }]);
    const all: DeflateBlock[] = [{ type: 'fixed', tokens: [...literals, ...tokens.flat()] }];
    // What follows makes it decode as fast as it can up to there.
    all.push(...new Array<DeflateBlock>(20).fill({ type: 'fixed', tokens: [] }));
    const payload = serializeDeflate(all);
    const plain = plainOf(all);
    for (let budget = 0; budget < plain.length; budget++) {
      const { kind, bytes } = inflate(payload, [], 15, budget);
      expect(kind).toBe('too-long');
      expect(Buffer.compare(bytes, plain.subarray(0, budget))).toBe(0);
    }
  });

  it('gives what comes before a copy from too far back, in a run of copies as well', () => {
    const tokens: Token[] = [1, 2, 3, ...new Array<Token>(500).fill({ length: 258, distance: 3 })];
    const far: Token = { length: 258, distance: 257 };
    const payload = serializeDeflate([{ type: 'fixed', tokens: [...tokens, far] }]);
    const { kind, bytes } = inflate(payload, [], 8, Infinity);
    expect(kind).toBe('illegal');
    expect(Buffer.compare(bytes, plainOf([{ type: 'fixed', tokens }]))).toBe(0);
  });

  it.each([
    [154_850, 'bytes'],
    [154_849, 'too-long'],
    [100_000, 'too-long'],
  ] as const)('gives no more than a budget of %i in several pieces', (budget, kind) => {
    const tokens: Token[] = [...new Array<Token>(50).fill(1)];
    tokens.push(...new Array<Token>(600).fill({ length: 258, distance: 50 }));
    const inflater = new Inflater({ windowBits: 15, noContextTakeover: false, workspace });
    inflater.begin();
    const result = inflater.push(serializeDeflate([{ type: 'fixed', tokens }]), true, budget);
    expect([result.kind, joinOutput(result.bytes).length]).toEqual([kind, budget]);
  });

  it('goes on in the window that is shared where its own is too short, and keeps what distances reach', () => {
    const inflater = new Inflater({ windowBits: 15, noContextTakeover: false, workspace });
    const head: Token[] = Array.from({ length: 250 }, (_, i) => i);
    const tokens: Token[] = [
      ...head,
      ...new Array<Token>(600).fill({ length: 258, distance: 250 }),
    ];
    const long = serializeDeflate([{ type: 'fixed', tokens }]);
    let history: Uint8Array = new Uint8Array(0);
    for (let n = 0; n < 3; n++) {
      inflater.begin();
      const plain = plainOf([{ type: 'fixed', tokens }]);
      expect(Buffer.compare(joinOutput(inflater.push(long, true, Infinity).bytes), plain)).toBe(0);
      history = concat(history, plain).slice(-32_768);
      const farthest: DeflateBlock[] = [
        { type: 'fixed', tokens: [{ length: 258, distance: 32_768 }] },
      ];
      inflater.begin();
      const result = inflater.push(serializeDeflate(farthest), true, Infinity);
      const back = plainOf(farthest, history);
      expect(Buffer.compare(joinOutput(result.bytes), back)).toBe(0);
      history = concat(history, back).slice(-32_768);
    }
    expect(inflater.windowBytes).toBeLessThanOrEqual(40_960);
  });

  it('reads the longest symbols there are wherever they begin in a byte, behind a literal as well', () => {
    const plain: number[] = Array.from({ length: 32_768 }, (_, i) => (i * 31 + (i >> 8)) & 0xff);
    const stored: DeflateBlock = { type: 'stored', bytes: Uint8Array.from(plain) };
    const bits = headOf(longLiterals, longDistances);
    for (let i = 0; i < 96; i++) {
      const extra = i & 31;
      const far = 85 * i;
      bits.push(...new Array<Code>(i & 7).fill(longLiterals.get(0)!), longLiterals.get(65)!);
      bits.push(longLiterals.get(67)!, longLiterals.get(65)!, longLiterals.get(284)!, [extra, 5]);
      bits.push(longDistances.get(29)!, [far, 13]);
      plain.push(...new Array<number>(i & 7).fill(0), 65, 67, 65);
      const from = plain.length - 24_577 - far;
      plain.push(...plain.slice(from, from + 227 + extra));
    }
    bits.push(longLiterals.get(256)!);
    const { kind, bytes } = inflate(
      serializeDeflate([stored, { type: 'raw', bits }]),
      [],
      15,
      Infinity,
    );
    expect(['lent', 'bytes']).toContain(kind);
    expect(Buffer.compare(bytes, Uint8Array.from(plain))).toBe(0);
  });
});

/** A code as it stands in the stream, and its length. */
type Code = readonly [bits: number, length: number];

/** By symbol: those of 1 to 14 bits, and two of 15. */
const longLiterals = codesOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 65, 256, 66, 68, 69, 67, 284]);
const longDistances = codesOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 28, 29]);

/** @param symbols - Of codes that get longer; the last two have as many bits. */
function codesOf(symbols: readonly number[]): ReadonlyMap<number, Code> {
  return new Map(
    symbols.map((symbol, i) => {
      const length = Math.min(i + 1, symbols.length - 1);
      // Ones and a zero; the last has no zero.
      return [symbol, [(1 << Math.min(i, length)) - 1, length]];
    }),
  );
}

/** A block in codes of its own, whose lengths are in a code of four bits each. */
function headOf(...alphabets: readonly ReadonlyMap<number, Code>[]): Code[] {
  const bits: Code[] = [[0b100, 3], [28, 5], [29, 5], [15, 4], ...new Array<Code>(3).fill([0, 3])];
  bits.push(...new Array<Code>(16).fill([4, 3]));
  for (const [i, count] of [285, 30].entries()) {
    for (let symbol = 0; symbol < count; symbol++) {
      const length = alphabets[i]!.get(symbol)?.[1] ?? 0;
      bits.push(...[3, 2, 1, 0].map((at): Code => [(length >> at) & 1, 1]));
    }
  }
  return bits;
}

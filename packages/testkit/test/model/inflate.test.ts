/** The model's inflate beside node:zlib and by hand (RFC 1951 §3.2, RFC 7692 §7.2). */
import { constants, deflateRawSync, inflateRawSync, type ZlibOptions } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { type InflateOptions, type Inflation, inflate } from '@sansocket/testkit/model';
import {
  concat,
  type DeflateBlock,
  type DeflateToken,
  hex,
  positionBytes,
  serializeDeflate,
  utf8,
} from '@sansocket/testkit/wire';
import fc from 'fast-check';
import { assertFor } from './support/properties.ts';

const TAIL = hex('00 00 ff ff');

/** A payload as a sender makes it with zlib: flushed, the tail taken away (§7.2.1). */
function deflated(data: Uint8Array, options: ZlibOptions = {}): Uint8Array {
  const bytes = deflateRawSync(data, { ...options, finishFlush: constants.Z_SYNC_FLUSH });
  return Uint8Array.from(bytes.subarray(0, -4));
}

function inflated(payload: Uint8Array, options: Partial<InflateOptions> = {}): Inflation {
  return inflate(payload, { isLast: true, ...options });
}

/** Bytes that compress: few symbols, runs, repetitions. */
function compressible(maxLength: number): fc.Arbitrary<Uint8Array> {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc
      .tuple(fc.nat({ max: 255 }), fc.nat({ max: 300 }))
      .map(([byte, n]) => new Uint8Array(n).fill(byte)),
    fc
      .array(fc.constantFrom(0x61, 0x62, 0x20), { maxLength: 60 })
      .map((its) => Uint8Array.from(its)),
    fc.nat({ max: 600 }).map((length) => positionBytes(length)),
  );
  return fc.array(piece, { maxLength: 8 }).map((pieces) => {
    const all = concat(...pieces, ...pieces.slice(0, 3));
    return all.slice(0, maxLength);
  });
}

function settings(): fc.Arbitrary<ZlibOptions & { readonly windowBits: number }> {
  const { Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED } = constants;
  return fc.record({
    level: fc.constantFrom(0, 1, 6, 9),
    strategy: fc.constantFrom(Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED),
    windowBits: fc.integer({ min: 9, max: 15 }),
    memLevel: fc.constantFrom(1, 8),
  });
}

const literals = (text: string): DeflateToken[] => Array.from(utf8(text));
const copy = (length: number, distance: number): DeflateToken => ({ length, distance });
const fixed = (...tokens: DeflateToken[]): DeflateBlock => ({ type: 'fixed', tokens });

describe('inflate', () => {
  it.each([
    ['fixed codes (§7.2.3.1)', 'f2 48 cd c9 c9 07 00'],
    ['a stored block (§7.2.3.3)', '00 05 00 fa ff 48 65 6c 6c 6f 00'],
    ['a final block (§7.2.3.4)', 'f3 48 cd c9 c9 07 00 00'],
    ['two blocks (§7.2.3.5)', 'f2 48 05 00 00 00 ff ff ca c9 c9 07 00'],
    ['a final block that nothing follows', 'f3 48 cd c9 c9 07 00'],
  ])('takes %s', (_, payload) => {
    expect(inflated(hex(payload))).toMatchObject({ data: utf8('Hello'), state: 'whole' });
  });

  it.each(['', '00', '01', '02 00', '03 00'])(
    'takes the empty message %j (§7.2.3.6)',
    (payload) => {
      expect(inflated(hex(payload))).toMatchObject({ data: new Uint8Array(0), state: 'whole' });
    },
  );

  it('goes on behind a final block, its window kept (§7.2.3.4)', () => {
    const hello = hex('f3 48 cd c9 c9 07 00');
    expect(inflated(concat(hello, hello, hex('00'))).data).toEqual(utf8('HelloHello'));
    const blocks = [{ ...fixed(...literals('Hello')), final: true }, fixed(copy(5, 5))];
    expect(inflated(serializeDeflate(blocks)).data).toEqual(utf8('HelloHello'));
  });

  it('reaches back into the messages before (§7.2.3.2)', () => {
    const second = hex('f2 00 11 00 00');
    const history = utf8('Hello');
    expect(inflated(second, { history })).toMatchObject({ data: history, state: 'whole' });
    expect(inflated(second).state).toBe('illegal');
  });

  it('reaches back as far as the window and no further (§7.1.2)', () => {
    for (const windowBits of [8, 9, 12, 15]) {
      const history = positionBytes(2 ** 15 + 300);
      const at = (distance: number): Inflation =>
        inflated(serializeDeflate([fixed(copy(3, distance))]), { history, windowBits });
      expect(at(2 ** windowBits).state).toBe('whole');
      expect(at(2 ** windowBits).data).toEqual(history.slice(-(2 ** windowBits)).subarray(0, 3));
      if (windowBits < 15) expect(at(2 ** windowBits + 1).state).toBe('illegal');
    }
  });

  it('gives out the budget and not one byte more', () => {
    const payload = deflated(new Uint8Array(5000));
    expect(inflated(payload, { budget: 5000 }).state).toBe('whole');
    const { data, state } = inflated(payload, { budget: 4999 });
    expect([data.length, state]).toEqual([4999, 'too-long']);
  });
});

describe('inflate beside zlib', () => {
  it('gives what was deflated, for any level, strategy and window', () => {
    assertFor(
      fc.property(compressible(3000), settings(), (data, options) => {
        const { windowBits } = options;
        const payload = deflated(data, options);
        expect(inflated(payload, { windowBits })).toMatchObject({ data, state: 'whole' });
      }),
      120,
    );
  });

  it('gives what was deflated when the window is full', () => {
    const data = positionBytes(40_000);
    for (const windowBits of [9, 15]) {
      const { state, data: out } = inflated(deflated(data, { windowBits }), { windowBits });
      expect(state).toBe('whole');
      expect(Buffer.compare(out, data)).toBe(0);
    }
  });

  it('gives the beginning and asks for more wherever the payload is cut', () => {
    assertFor(
      fc.property(compressible(160), settings(), (data, options) => {
        const payload = deflated(data, options);
        let length = 0;
        for (let end = 0; end <= payload.length; end++) {
          const { data: some, state } = inflate(payload.subarray(0, end), { isLast: false });
          expect(state).toBe('more');
          expect(some).toEqual(data.subarray(0, some.length));
          expect(some.length).toBeGreaterThanOrEqual(length);
          length = some.length;
        }
      }),
      12,
    );
  });

  it('refuses a message that ends too early, and never gives garbage', () => {
    assertFor(
      fc.property(compressible(160), settings(), (data, options) => {
        const payload = deflated(data, options);
        for (let end = 0; end < payload.length; end++) {
          const { data: some, state } = inflated(payload.subarray(0, end));
          expect(some).toEqual(data.subarray(0, some.length));
          // Behind a block that is whole, bits that happen to be zeros say that all is there.
          if (state !== 'illegal') expect(zlibInflated(payload.subarray(0, end))).toEqual(some);
        }
      }),
      12,
    );
  });

  it('takes no damaged message that zlib refuses, and gives nothing else of one it takes', () => {
    const damage = fc.record({
      at: fc.nat({ max: 65_535 }),
      xor: fc.integer({ min: 1, max: 255 }),
    });
    assertFor(
      fc.property(compressible(200), settings(), damage, (data, options, { at, xor }) => {
        const payload = deflated(data, options);
        if (payload.length === 0) return;
        payload[Math.floor((at * payload.length) / 65_536)]! ^= xor;
        const { data: out, state } = inflated(payload);
        const reference = zlibInflated(payload);
        // zlib stops behind a final block; nothing else is left to the two to disagree on.
        if (state === 'whole') {
          expect(reference).toEqual(out.subarray(0, reference?.length ?? Infinity));
          expect(reference).toBeDefined();
        } else if (reference !== undefined) {
          const common = Math.min(out.length, reference.length);
          expect(out.subarray(0, common)).toEqual(reference.subarray(0, common));
        }
      }),
      400,
    );
  });
});

/** What zlib makes of the payload with its tail; `undefined` when it refuses it. */
function zlibInflated(payload: Uint8Array): Uint8Array | undefined {
  try {
    const options = { finishFlush: constants.Z_SYNC_FLUSH };
    return Uint8Array.from(inflateRawSync(concat(payload, TAIL), options));
  } catch {
    return undefined;
  }
}

describe('the blocks of a message', () => {
  it('are told with their bits, symbols and copies', () => {
    // "Hello" with BFINAL (RFC 7692 §7.2.3.4), then the block whose end was removed.
    expect(inflated(hex('f3 48 cd c9 c9 07 00 00')).blocks).toEqual([
      { type: 1, isFinal: true, start: 0, end: 50, literals: 5, copies: 0, farthest: 0, length: 5 },
      {
        type: 0,
        isFinal: false,
        start: 56,
        end: 64,
        literals: 0,
        copies: 0,
        farthest: 0,
        length: 0,
      },
    ]);
    const [block] = inflated(serializeDeflate([fixed(...literals('ab'), copy(4, 2))])).blocks;
    expect(block).toMatchObject({ literals: 2, copies: 1, farthest: 2, length: 6 });
  });
});

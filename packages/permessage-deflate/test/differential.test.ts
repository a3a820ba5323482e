/** Against zlib itself, with context takeover, over thousands of messages (RFC 7692 §7.2). @module */
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import {
  type CompressionBackend,
  Deflater,
  DeflateWorkspace,
  ownBackend,
} from '@sansocket/permessage-deflate/deflate';
import { Inflater, InflateWorkspace, type Inflation } from '@sansocket/permessage-deflate/inflate';
import { pakoBackend } from '@sansocket/permessage-deflate/pako';
import { concat } from '@sansocket/testkit/wire';
import fc from 'fast-check';
import { Z_SYNC_FLUSH, ZStream, zlibInflate, zlibInflateInit2 } from 'pako';
import { joinOutput } from 'sansocket/extensions';

const TAIL = Uint8Array.of(0, 0, 0xff, 0xff);
const NOTHING = new Uint8Array(0);

/** Sessions times messages: more than two thousand of each kind. */
const RUNS = 60 * Number(process.env['FUZZ_RUNS'] ?? 1);
const MESSAGES = { minLength: 20, maxLength: 60 };

/** Yields: bytes that repeat themselves and others, and some that do not. */
function message(): fc.Arbitrary<Uint8Array> {
  const word = fc.constantFrom(
    '{"id":',
    ',"type":"trade"',
    'price',
    '0.25',
    '}',
    'é',
    '[1,2,3]',
    '  ',
  );
  const text = fc
    .array(word, { maxLength: 200, size: 'max' })
    .map((words) => Buffer.from(words.join('')));
  const run = fc
    .tuple(fc.nat({ max: 255 }), fc.nat({ max: 3000 }))
    .map(([byte, length]) => new Uint8Array(length).fill(byte));
  const large = fc
    .tuple(fc.uint8Array({ minLength: 1, maxLength: 300, size: 'max' }), fc.nat({ max: 300 }))
    .map(([piece, times]) => concat(...new Array<Uint8Array>(times).fill(piece)));
  return fc.oneof(
    { weight: 5, arbitrary: text },
    { weight: 2, arbitrary: fc.uint8Array({ maxLength: 400, size: 'max' }) },
    { weight: 1, arbitrary: run },
    { weight: 1, arbitrary: large },
  );
}

const windowBits = () => fc.constantFrom(15, 15, 12, 10, 9);
const cut = fc.nat({ max: 0xffff });

/** Deno's `node:zlib` passes over the dictionary of a raw stream: there, each message starts anew. */
const remembers = !('Deno' in globalThis);

/** What zlib makes of a message, after what came before it. */
function byZlib(plain: Uint8Array, dictionary: Uint8Array, bits: number): Uint8Array {
  const options = { finishFlush: constants.Z_SYNC_FLUSH, windowBits: bits };
  const bytes = deflateRawSync(
    plain,
    dictionary.length === 0 ? options : { ...options, dictionary },
  );
  return plain.length === 0 ? Uint8Array.of(0) : Uint8Array.from(bytes.subarray(0, -4));
}

function inflatedByZlib(payload: Uint8Array, dictionary: Uint8Array, bits: number): Uint8Array {
  const options = { finishFlush: constants.Z_SYNC_FLUSH, windowBits: bits };
  const its = dictionary.length === 0 ? options : { ...options, dictionary };
  return Uint8Array.from(inflateRawSync(concat(payload, TAIL), its));
}

/** A copy of what came out. */
function bytesOf({ bytes }: Inflation): Uint8Array {
  return joinOutput(bytes).slice();
}

function isGood({ kind }: Inflation): boolean {
  return kind === 'lent' || kind === 'bytes';
}

describe('inflating what zlib has deflated', () => {
  it('gives what went in, in whatever pieces it comes, with takeover and without', () => {
    let count = 0;
    const workspace = new InflateWorkspace();
    const session = fc.array(fc.tuple(message(), cut), MESSAGES);
    fc.assert(
      fc.property(session, windowBits(), fc.boolean(), (messages, bits, forgets) => {
        const noContextTakeover = forgets || !remembers;
        const inflater = new Inflater({ windowBits: bits, noContextTakeover, workspace });
        let history = NOTHING;
        for (const [plain, at] of messages) {
          const payload = byZlib(plain, history, bits);
          if (!noContextTakeover) history = concat(history, plain).slice(-(2 ** bits));
          const end = at % (payload.length + 1);
          inflater.begin();
          const first = bytesOf(inflater.push(payload.subarray(0, end), false, Infinity));
          const last = inflater.push(payload.subarray(end), true, plain.length - first.length);
          if (!isGood(last)) throw new Error(`Message ${count} is ${last.kind}`);
          if (Buffer.compare(concat(first, bytesOf(last)), plain) !== 0) {
            throw new Error(`Message ${count} is another one`);
          }
          count++;
        }
      }),
      { numRuns: RUNS },
    );
    expect(count).toBeGreaterThan(RUNS * 20);
  });

  it('agrees with pako on bytes that were changed: what pako refuses is refused', () => {
    const workspace = new InflateWorkspace();
    let refused = 0;
    const damage = fc.record({ at: cut, bit: fc.nat({ max: 7 }) });
    fc.assert(
      fc.property(message(), damage, (plain, { at, bit }) => {
        const payload = byZlib(plain, NOTHING, 15);
        payload[at % payload.length]! ^= 1 << bit;
        const inflater = new Inflater({ windowBits: 15, noContextTakeover: true, workspace });
        inflater.begin();
        const ours = inflater.push(payload, true, 1e6);
        const theirs = inflatedByPako(concat(payload, TAIL), 1e6);
        if (theirs === 'refused') expect(ours.kind).toBe('illegal');
        if (isGood(ours) && theirs !== 'refused' && theirs.isWhole) {
          expect(Buffer.compare(bytesOf(ours), theirs.bytes)).toBe(0);
        }
        if (ours.kind === 'illegal') refused++;
      }),
      { numRuns: 20 * RUNS },
    );
    expect(refused).toBeGreaterThan(RUNS);
  });
});

const backends: readonly (readonly [string, () => CompressionBackend, readonly number[]])[] = [
  ['our own compressor', ownBackend, [8, 9, 12, 15]],
  ['pako', pakoBackend, [9, 12, 15]],
];

describe.each(backends)('what %s has deflated', (_, backendOf, allBits) => {
  it('zlib inflates to what went in, at every level, with takeover and without, whatever is taken back', () => {
    let count = 0;
    const backend = backendOf();
    const step = fc.record({ plain: message(), cut: fc.option(cut), isTakenBack: fc.boolean() });
    const options = fc.record({
      windowBits: fc.constantFrom(...allBits),
      level: fc.integer({ min: 1, max: 9 }),
      memoryLevel: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(step, MESSAGES), options, fc.boolean(), (steps, its, forgets) => {
        const compressor = backend.create(its);
        let history = NOTHING;
        for (const { plain, cut: at, isTakenBack } of steps) {
          compressor.begin();
          const end = at === null ? 0 : at % (plain.length + 1);
          const parts = at === null ? [] : [compressor.push(plain.subarray(0, end), false)];
          const payload = concat(...parts, compressor.push(plain.subarray(end), true));
          if (Buffer.compare(inflatedByZlib(payload, history, its.windowBits), plain) !== 0) {
            throw new Error(`Message ${count} is another one`);
          }
          if (forgets || !remembers) compressor.reset();
          else if (isTakenBack) compressor.takeBack();
          else history = concat(history, plain).slice(-(2 ** its.windowBits));
          count++;
        }
      }),
      { numRuns: RUNS },
    );
    expect(count).toBeGreaterThan(RUNS * 20);
  });
});

describe('our own compressor', () => {
  it('never refers farther back than its window, nor than its first byte', () => {
    const workspace = new DeflateWorkspace();
    const inflateWorkspace = new InflateWorkspace();
    fc.assert(
      fc.property(
        fc.array(message(), MESSAGES),
        fc.integer({ min: 8, max: 15 }),
        (messages, bits) => {
          const deflater = new Deflater({ windowBits: bits, level: 9, memoryLevel: 9, workspace });
          const inflater = new Inflater({
            windowBits: bits,
            noContextTakeover: false,
            workspace: inflateWorkspace,
          });
          for (const plain of messages) {
            deflater.begin();
            inflater.begin();
            const result = inflater.push(deflater.push(plain, true), true, plain.length);
            if (!isGood(result) || Buffer.compare(bytesOf(result), plain) !== 0)
              throw new Error(result.kind);
          }
        },
      ),
      { numRuns: RUNS },
    );
  });
});

function inflatedByPako(
  bytes: Uint8Array,
  room: number,
): 'refused' | { readonly bytes: Uint8Array; readonly isWhole: boolean } {
  const stream = new ZStream();
  zlibInflateInit2(stream, -15);
  stream.input = bytes;
  stream.avail_in = bytes.length;
  stream.output = new Uint8Array(room);
  stream.avail_out = room;
  const status = zlibInflate(stream, Z_SYNC_FLUSH);
  if (status < 0 && stream.msg !== '') return 'refused';
  return {
    bytes: stream.output.subarray(0, stream.next_out),
    isWhole: status === 0 && stream.avail_in === 0,
  };
}

/**
 * The seventeenth law: a client masks each frame with a fresh key from its source of entropy, whatever one block of
 * entropy contains; a server masks nothing (RFC 6455 §5.1, §5.3, §10.3).
 *
 * @module
 */

import fc from 'fast-check';
import { assert } from './describe.ts';
import type { Note } from './label-tally.ts';
import { type LawCase, lawCase } from './law.ts';
import { readSent } from './sent-frames.ts';
import type { MakeSubject, Subject } from './subject.ts';

/** The contents of an unusual block of entropy. */
type Block = 'usual' | 'zeros' | 'ones' | 'counting' | 'as the one before';

const BLOCKS: readonly Block[] = ['usual', 'zeros', 'ones', 'counting', 'as the one before'];

const WHAT = ['binary', 'text', 'long', 'part', 'ping'] as const;

/** The data that one of two ends sends. */
interface Sending {
  readonly by: 0 | 1;
  readonly what: (typeof WHAT)[number];
  readonly fin: boolean;
}

interface Trial {
  readonly seed: number;
  /** The unusual block: its position and its contents. */
  readonly nth: number;
  readonly block: Block;
  readonly sendings: readonly Sending[];
  /** How often everything is sent. */
  readonly times: number;
}

/** Makes the cases of the law for an implementation. */
export function maskingLaw(make: MakeSubject): readonly LawCase[] {
  const subject = make();
  return [
    lawCase('masking', subject, {
      label: 'keys of two ends that share their entropy',
      needs: ['neighbours', 'send', 'sendPart', 'ping', 'takeOutput', 'credit'],
      runs: 30,
      values: trial(),
      check: (one, note) => {
        noteTrial(note, one);
        const source = new Source(one);
        const keys = keysOf(make(), one, source);
        if (subject.role === 'server') {
          assert(!keys.some((key) => key !== undefined), 'A frame of a server is masked');
          return;
        }
        const words = keys.map((key) => {
          assert(key !== undefined, 'A frame of a client is not masked');
          return wordOf(key);
        });
        if (words.length > 0) assert(source.drawn > 0, 'No entropy was drawn for masking keys');
        assertFresh(words, source.oddBytes / 4);
        const others = new Source({ ...one, seed: one.seed ^ 0x5555_5555, block: 'usual' });
        assertOthers(words, keysOf(make(), one, others), source.oddBytes / 4);
      },
    }),
  ];
}

/** Yields: sendings of all kinds, now and then repeated until they need several of the longest blocks. */
function trial(): fc.Arbitrary<Trial> {
  const sending = fc.record({
    by: fc.constantFrom<0 | 1>(0, 1),
    what: fc.constantFrom(...WHAT),
    fin: fc.boolean(),
  });
  return fc.record({
    seed: fc.integer(),
    nth: fc.nat({ max: 5 }),
    block: fc.constantFrom(...BLOCKS),
    sendings: fc.array(sending, { minLength: 1, maxLength: 12, size: 'max' }),
    times: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 40 }) }, fc.constant(LONG)),
  });
}

/** Repeats that make more frames than the longest blocks of a pool have keys for. */
const LONG = 0;
const MANY_FRAMES = 13_000;

export const MASKING_LABELS: readonly string[] = [
  ...BLOCKS.map((block) => `block: ${block}`),
  ...WHAT.map((what) => `sent: ${what}`),
  ...['short', 'long'].map((its) => `run: ${its}`),
  ...['one', 'both'].map((its) => `by: ${its}`),
];

function noteTrial(note: Note, { block, sendings, times }: Trial): void {
  note(`block: ${block}`);
  note(`run: ${times === LONG ? 'long' : 'short'}`);
  note(`by: ${new Set(sendings.map(({ by }) => by)).size === 2 ? 'both' : 'one'}`);
  for (const { what } of sendings) note(`sent: ${what}`);
}

/** Entropy in which no four bytes come twice, except in the unusual block. */
class Source {
  /** The number of bytes requested so far. */
  drawn = 0;
  /** The bytes of the unusual block. */
  oddBytes = 0;
  readonly #trial: Trial;
  #count = 0;
  #blocks = 0;
  #before: Uint8Array = new Uint8Array(0);

  constructor(trial: Trial) {
    this.#trial = trial;
    this.#count = trial.seed;
  }

  readonly fill = (bytes: Uint8Array): void => {
    const { block, nth } = this.#trial;
    const before = this.#before;
    for (let i = 0; i < bytes.length; i += 4) this.#put(bytes, i);
    if (this.#blocks++ === nth && block !== 'usual') {
      this.oddBytes = bytes.length;
      for (let i = 0; i < bytes.length; i++) bytes[i] = oddByte(block, i, before, bytes[i]!);
    }
    this.#before = bytes.slice();
    this.drawn += bytes.length;
  };

  /** Maps each number to another one (a bijection). */
  #put(bytes: Uint8Array, at: number): void {
    let word = this.#count++ | 0;
    word = Math.imul(word ^ (word >>> 16), 0x85eb_ca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2_ae35);
    word ^= word >>> 16;
    for (let i = 0; i < 4 && at + i < bytes.length; i++) bytes[at + i] = word >>> (8 * i);
  }
}

function oddByte(block: Block, i: number, before: Uint8Array, usual: number): number {
  if (block === 'zeros') return 0;
  if (block === 'ones') return 0xff;
  return block === 'counting' ? i : (before[i % before.length] ?? usual);
}

/** The keys of all frames that two ends send, in order. */
function keysOf(
  subject: Subject,
  { sendings, times }: Trial,
  { fill }: Source,
): readonly (Uint8Array | undefined)[] {
  const { ends } = subject.neighbours!({ fillRandom: fill });
  for (const end of ends) open(end);
  const rounds = times === LONG ? Math.ceil(MANY_FRAMES / sendings.length) : times;
  const keys: (Uint8Array | undefined)[] = [];
  const isBegun = [false, false];
  for (let i = 0; i < rounds; i++) {
    for (const sending of sendings) {
      const { by, what, fin } = sending;
      const end = ends[by];
      send(end, sending, isBegun[by]!);
      if (what !== 'ping') isBegun[by] = what === 'part' && !fin;
      const { bytes } = end.takeOutput!();
      end.credit!();
      keys.push(...readSent(bytes).map(({ maskingKey }) => maskingKey));
    }
  }
  return keys;
}

function open(end: Subject): void {
  if (end.opening !== undefined) end.receive(end.opening.slice());
  end.takeEvents(({ type }) => {
    if (type === 'handshake-request') end.accept?.();
  });
  end.takeOutput!();
  end.credit!();
}

/** @param isBegun - Whether a message is being sent in parts: then no other message may begin. */
function send(end: Subject, { what, fin }: Sending, isBegun: boolean): void {
  if (what === 'ping') end.ping!(PAYLOAD);
  else if (what === 'part') end.sendPart!(PAYLOAD, fin);
  else if (isBegun) end.sendPart!(what === 'long' ? LONG_PAYLOAD : PAYLOAD, true);
  else end.send!(what === 'text' ? TEXT : what === 'long' ? LONG_PAYLOAD : PAYLOAD);
}

const TEXT = 'Sans é';
const PAYLOAD = Uint8Array.of(1, 2, 3);
const LONG_PAYLOAD: Uint8Array = new Uint8Array(1_100);

function wordOf(key: Uint8Array): number {
  return key.reduce((word, byte) => 256 * word + byte, 0);
}

/** The number of `count` keys that may be equal by chance: more are equal once in 10^8 trials. */
function byChance(count: number): number {
  return 1 + Math.floor(count / 4_000);
}

/**
 * @param odd - The number of keys that may come from an unusual block.
 * @throws Error when a key is repeated, or follows from the one before it.
 */
function assertFresh(words: readonly number[], odd: number): void {
  const spared = odd + byChance(words.length);
  const steps = words.slice(1).map((word, i) => [word, words[i]!] as const);
  const relations: readonly (readonly [string, readonly number[]])[] = [
    ['are the same as another one', words],
    ['differ from the one before by as much as another one', steps.map(([b, a]) => (b - a) >>> 0)],
    ['differ from the one before in the same bits as another one', steps.map(([b, a]) => b ^ a)],
  ];
  for (const [what, values] of relations) {
    const again = values.length - new Set(values).size;
    assert(again <= spared, `${again} of ${words.length} masking keys ${what}`);
  }
  for (let bit = 0; bit < 32; bit++) {
    const set = words.filter((word) => Math.floor(word / 2 ** bit) % 2 === 1).length;
    const off = Math.abs(set - words.length / 2);
    const most = odd + 4 * Math.sqrt(words.length);
    assert(off <= most, `Bit ${bit} is set in ${set} of ${words.length} masking keys`);
  }
}

/** @throws Error when keys are the same though the entropy differs. */
function assertOthers(
  words: readonly number[],
  others: readonly (Uint8Array | undefined)[],
  odd: number,
): void {
  const same = new Set(others.map((key) => key && wordOf(key)));
  const known = words.filter((word) => same.has(word)).length;
  const spared = odd + byChance(words.length);
  assert(known <= spared, `${known} masking keys do not depend on the source of entropy`);
}

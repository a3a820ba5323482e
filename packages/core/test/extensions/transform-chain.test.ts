import { describe, expect, it } from '@jest/globals';
import {
  type DecoderResult,
  joinOutput,
  type MessageEncoder,
  type MessageHead,
  type NegotiatedExtension,
} from 'sansocket/extensions';
import {
  decoderChain,
  encoderChain,
  negotiateExtensions,
  type TransformChain,
} from '../../src/extensions/index.ts';
import { mockExtension } from './mock-extensions.ts';

const RSV1 = 0b0100_0000;
const RSV2 = 0b0010_0000;

const supported = [
  mockExtension('foo', { reservedBits: RSV1 }),
  mockExtension('bar', { reservedBits: RSV2 }),
];

/** The extensions in use after the answer `foo, bar`. */
const fooBar: readonly NegotiatedExtension[] = negotiateExtensions(
  ['foo', 'bar'].map((name) => ({ name, parameters: [] })),
  supported,
);

function push(chain: TransformChain, text: string, budget = Infinity): unknown {
  const result = chain.push(Buffer.from(text), true, budget);
  return result.kind === 'bytes' ? String.fromCharCode(...joinOutput(result.bytes)) : result;
}

const text = (reservedBits: number): MessageHead => ({ kind: 'text', reservedBits });

describe('encoderChain()', () => {
  it('passes a message through foo, then bar, after the answer "foo, bar" (§9.1)', () => {
    const chain = encoderChain(fooBar);
    expect(chain.begin(text(0))).toBe(RSV1 | RSV2);
    expect(push(chain, 'x')).toBe('bar(foo(x))');
  });

  it('leaves a message alone that no extension wants', () => {
    const chain = encoderChain(fooBar);
    expect(chain.begin({ ...text(0), compress: false })).toBe(0);
    const bytes = Uint8Array.of(1, 2);
    expect(chain.push(bytes, true, Infinity)).toEqual({ kind: 'bytes', bytes });
  });

  it('does without a transform that leaves the message as it is, and without its bits (§9)', () => {
    const leaving = mockExtension('leaving', { reservedBits: RSV1, leaves: true });
    const names = ['leaving', 'bar'].map((name) => ({ name, parameters: [] }));
    const chain = encoderChain(negotiateExtensions(names, [leaving, supported[1]!]));
    expect(chain.begin(text(0))).toBe(RSV1 | RSV2);
    expect(push(chain, 'x')).toBe('bar(x)');
    expect(chain.reservedBits).toBe(RSV2);
  });

  it('asks the others alone for the rest of a message that one has left as it is (§9)', () => {
    let pushes = 0;
    const push = () => {
      pushes++;
      return { kind: 'unchanged' } as const;
    };
    const session = { reservedBits: RSV1, encoder: { begin: () => true, push } };
    const chain = encoderChain([{ name: 'leaving', parameters: [], session }, fooBar[1]!]);
    for (let message = 1; message <= 2; message++) {
      chain.begin(text(0));
      for (const piece of ['x', 'y']) {
        const result = chain.push(Buffer.from(piece), piece === 'y', Infinity);
        expect(result).toEqual({
          kind: 'bytes',
          bytes: Uint8Array.from(Buffer.from(`bar(${piece})`)),
        });
      }
      expect(pushes).toBe(message);
      expect(chain.applies).toBe(true);
    }
  });

  it('takes output in several arrays for the same in one', () => {
    const pieces = ['pi', 'eces'].map((piece) => Buffer.from(piece));
    const session = {
      reservedBits: RSV2,
      encoder: { begin: () => true, push: () => ({ kind: 'bytes', bytes: pieces }) as const },
    };
    const chain = encoderChain([{ name: 'cut', parameters: [], session }, fooBar[0]!]);
    chain.begin(text(0));
    expect(push(chain, 'x')).toBe('foo(pieces)');
  });

  it('passes over an extension that transforms nothing', () => {
    const still = { name: 'still', parameters: [], session: { reservedBits: 0 } };
    const chain = encoderChain([still, ...fooBar]);
    expect(chain.begin(text(0))).toBe(RSV1 | RSV2);
    expect(push(chain, 'x')).toBe('bar(foo(x))');
  });
});

describe('TransformChain.takeBack()', () => {
  const begin = (): boolean => true;
  const push = (bytes: Uint8Array) => ({ kind: 'bytes', bytes }) as const;
  const extension = (encoder: MessageEncoder): NegotiatedExtension => ({
    name: 'any',
    parameters: [],
    session: { reservedBits: RSV1, encoder },
  });

  it('asks each encoder that has seen the message', () => {
    const asked: string[] = [];
    const named = (name: string, applies = true): NegotiatedExtension =>
      extension({ begin: () => applies, push, takeBack: () => void asked.push(name) });
    const chain = encoderChain([named('foo'), named('other', false), named('bar')]);
    chain.begin(text(0));
    expect(chain.takeBack()).toBe(true);
    expect(asked).toEqual(['foo', 'bar']);
  });

  it('says when one of them cannot go on', () => {
    const able = extension({ begin, push, takeBack: () => undefined });
    for (const extensions of [[extension({ begin, push })], [able, extension({ begin, push })]]) {
      const chain = encoderChain(extensions);
      chain.begin(text(0));
      expect(chain.takeBack()).toBe(false);
    }
  });
});

/** An extension whose decoder writes down what it is given, and answers what it is told. */
function recording(given: unknown[], answer: DecoderResult): NegotiatedExtension {
  const decoder = {
    begin: (): boolean => true,
    push: (bytes: Uint8Array, fin: boolean): DecoderResult => {
      given.push([String.fromCharCode(...bytes), fin]);
      return answer;
    },
  };
  return { name: 'recording', parameters: [], session: { reservedBits: 0, decoder } };
}

describe('what a decoder lends', () => {
  const memory = Uint8Array.from(Buffer.from('lent'));
  const lent: DecoderResult = { kind: 'lent', bytes: memory };

  it('is lent on by the only one', () => {
    const chain = decoderChain([recording([], lent)]);
    chain.begin(text(0));
    expect(chain.push(Buffer.from('x'), true, Infinity)).toBe(lent);
  });

  it('is copied for the next one, which may be of the same extension', () => {
    const given: unknown[] = [];
    const passing = {
      begin: (): boolean => true,
      push: (bytes: Uint8Array): DecoderResult => {
        given.push(bytes);
        return { kind: 'lent', bytes };
      },
    };
    const session = { reservedBits: 0, decoder: passing };
    const last = { name: 'passing', parameters: [], session };
    const chain = decoderChain([last, recording([], lent)]);
    chain.begin(text(0));
    expect(push(chain, 'x')).toBe('lent');
    expect(given).toEqual([memory]);
    expect(given[0]).not.toBe(memory);
  });
});

describe('TransformChain.applies', () => {
  it('says whether a transform applies to the message that was begun last', () => {
    const chain = decoderChain(fooBar);
    expect(chain.applies).toBe(false);
    expect(chain.reservedBits).toBe(0);
    chain.begin(text(RSV2));
    expect(chain.applies).toBe(true);
    chain.begin(text(0));
    expect(chain.applies).toBe(false);
  });
});

describe('decoderChain()', () => {
  it('passes a message back through bar, then foo (§9.1)', () => {
    const chain = decoderChain(fooBar);
    expect(chain.begin(text(RSV1 | RSV2))).toBe(RSV1 | RSV2);
    expect(push(chain, 'bar(foo(x))')).toBe('x');
  });

  it('applies to each message those extensions alone whose bits are set', () => {
    const chain = decoderChain(fooBar);
    expect(chain.begin(text(RSV2))).toBe(RSV2);
    expect(push(chain, 'bar(foo(x))')).toBe('foo(x)');
    expect(chain.begin(text(0))).toBe(0);
    expect(push(chain, 'bar(foo(x))')).toBe('bar(foo(x))');
  });

  it('stops at the first extension that refuses', () => {
    const chain = decoderChain(fooBar);
    chain.begin(text(RSV1 | RSV2));
    expect(push(chain, 'foo(x)')).toMatchObject({ kind: 'illegal', detail: 'Not made by bar' });
    expect(push(chain, 'bar(foo(x))', 3)).toMatchObject({ kind: 'too-long' });
  });

  it('tells each extension which piece is the last', () => {
    const given: unknown[] = [];
    const chain = decoderChain([recording(given, { kind: 'bytes', bytes: Buffer.from('z') })]);
    chain.begin(text(0));
    chain.push(Buffer.from('x'), false, Infinity);
    chain.push(Buffer.from('y'), true, Infinity);
    expect(given).toEqual([
      ['x', false],
      ['y', true],
    ]);
  });

  it('hands on what came out before a fault, not as the last piece, and keeps the fault', () => {
    const given: unknown[] = [];
    const fault = { kind: 'illegal', detail: 'Broken' } as const;
    const chain = decoderChain([
      recording(given, { kind: 'bytes', bytes: Buffer.from('y') }),
      recording([], { ...fault, bytes: Buffer.from('x') }),
    ]);
    chain.begin(text(0));
    expect(chain.push(Buffer.from('?'), true, Infinity)).toEqual({
      ...fault,
      bytes: Buffer.from('y'),
    });
    expect(given).toEqual([['x', false]]);
  });

  it('asks no further extension when nothing came out before a fault', () => {
    const given: unknown[] = [];
    const chain = decoderChain([
      recording(given, { kind: 'bytes', bytes: Buffer.from('y') }),
      recording([], { kind: 'too-long' }),
    ]);
    chain.begin(text(0));
    expect(chain.push(Buffer.from('?'), true, 3)).toMatchObject({ kind: 'too-long' });
    expect(given).toEqual([]);
  });

  it('asks the further extensions for an empty piece without a fault', () => {
    const given: unknown[] = [];
    const empty = { kind: 'bytes', bytes: new Uint8Array(0) } as const;
    const chain = decoderChain([recording(given, empty), recording([], empty)]);
    chain.begin(text(0));
    chain.push(Buffer.from('?'), true, Infinity);
    expect(given).toEqual([['', true]]);
  });
});

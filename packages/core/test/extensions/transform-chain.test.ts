import { describe, expect, it } from '@jest/globals';
import {
  decoderChain,
  encoderChain,
  type MessageHead,
  type NegotiatedExtension,
  negotiateExtensions,
  type TransformChain,
} from 'sansocket/extensions';
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
  return result.kind === 'bytes' ? String.fromCharCode(...result.bytes) : result;
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

  it('passes over an extension that transforms nothing', () => {
    const still = { name: 'still', parameters: [], session: { reservedBits: 0 } };
    const chain = encoderChain([still, ...fooBar]);
    expect(chain.begin(text(0))).toBe(RSV1 | RSV2);
    expect(push(chain, 'x')).toBe('bar(foo(x))');
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
});

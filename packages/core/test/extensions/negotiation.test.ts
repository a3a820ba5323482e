import { describe, expect, it } from '@jest/globals';
import {
  type Extension,
  type ExtensionOffer,
  offerExtensions,
  parseExtensions,
  serializeExtensions,
} from 'sansocket/extensions';
import {
  activateExtensions,
  closeExtensions,
  negotiateExtensions,
  reservedBitsOf,
} from '../../src/extensions/index.ts';
import { mockExtension } from './mock-extensions.ts';

const RSV1 = 0b0100_0000;
const RSV2 = 0b0010_0000;

function list(value: string): readonly ExtensionOffer[] {
  const reading = parseExtensions([value]);
  if (!reading.ok) throw new Error(`Not a list: ${value}`);
  return reading.offers;
}

function answerTo(offers: string, supported: readonly Extension[]): string {
  return serializeExtensions(negotiateExtensions(list(offers), supported));
}

function activation(answer: string, offered: readonly Extension[]): string {
  const result = activateExtensions(list(answer), offered, 7);
  if (result.ok) return serializeExtensions(result.extensions);
  expect(result.violation.offset).toBe(7);
  return result.violation.rule;
}

describe('offerExtensions()', () => {
  it('offers every alternative of every extension in order (§9.1)', () => {
    const foo = mockExtension('foo', {
      offers: [
        [
          ['a', '1'],
          ['b', true],
        ],
        [],
      ],
    });
    expect(serializeExtensions(offerExtensions([foo, mockExtension('bar')]))).toBe(
      'foo; a=1; b, foo, bar',
    );
  });
});

describe('negotiateExtensions()', () => {
  const foo = mockExtension('foo', { reservedBits: RSV1, knows: ['a'] });
  const bar = mockExtension('bar', { reservedBits: RSV2 });

  it('takes what is supported, in the order of the client (§9.1)', () => {
    expect(answerTo('foo, bar', [bar, foo])).toBe('foo, bar');
    expect(answerTo('bar, foo', [bar, foo])).toBe('bar, foo');
    expect(answerTo('other, bar', [bar, foo])).toBe('bar');
  });

  it('takes nothing that was not offered, and nothing at all without error (§4.2.2, §9.1)', () => {
    expect(answerTo('other', [bar, foo])).toBe('');
    expect(negotiateExtensions([], [foo])).toEqual([]);
  });

  it('takes the first acceptable offer of a name, and a name once (§9.1)', () => {
    expect(answerTo('foo; x, foo; a=2, foo', [foo])).toBe('foo; a=2');
    expect(answerTo('foo, foo; a', [foo])).toBe('foo');
    expect(answerTo('bitless, bitless', [mockExtension('bitless')])).toBe('bitless');
  });

  it('declines an offer with an undefined parameter (§9.1)', () => {
    expect(answerTo('foo; undefined-one', [foo])).toBe('');
  });

  it('compares names exactly', () => {
    expect(answerTo('FOO', [foo])).toBe('');
    expect(answerTo('constructor, __proto__', [foo])).toBe('');
  });

  it('declines an extension whose reserved bits are taken, and closes its session', () => {
    const closed: string[] = [];
    const rival = mockExtension('rival', { reservedBits: RSV1, closed });
    expect(answerTo('foo, rival, bar', [rival, foo, bar])).toBe('foo, bar');
    expect(closed).toEqual(['rival']);
  });

  it.each([0b1000_0000, 0b0000_0001, 0b1_0000_0000])(
    'throws for the bits %i, which are no reserved ones',
    (bits) => {
      const wrong = mockExtension('wrong', { reservedBits: bits });
      const error = new TypeError(
        `Extension must claim bits of 0b0111_0000 for its session, got ${bits} (RFC 6455 §5.2)`,
      );
      expect(() => answerTo('wrong', [wrong])).toThrow(error);
      expect(() => activation('wrong', [wrong])).toThrow(error);
    },
  );
});

describe('activateExtensions()', () => {
  const foo = mockExtension('foo', { reservedBits: RSV1, knows: ['a'] });
  const bar = mockExtension('bar', { reservedBits: RSV2 });

  it('puts the answer into use, in its order (§9.1)', () => {
    expect(activation('bar, foo; a=1', [foo, bar])).toBe('bar, foo; a=1');
    expect(activateExtensions([], [foo])).toEqual({ ok: true, extensions: [] });
  });

  it('fails on an extension that was not offered (§4.1)', () => {
    expect(activation('foo, other', [foo])).toBe('extension-not-offered');
    expect(activation('toString', [])).toBe('extension-not-offered');
    expect(activateExtensions(list('foo, other'), [foo])).toEqual({
      ok: false,
      violation: {
        rule: 'extension-not-offered',
        offset: 0,
        detail: 'Extension: name of 5 characters',
      },
    });
  });

  it('fails on a name that appears twice (§9.1)', () => {
    expect(activation('foo, foo', [foo])).toBe('extension-repeated');
    expect(activateExtensions(list('foo, foo'), [foo])).toMatchObject({
      violation: { detail: 'Extension: foo' },
    });
  });

  it('fails on parameters that the extension did not define (§9.1)', () => {
    expect(activation('foo; undefined-one', [foo])).toBe('extension-answer-illegal');
  });

  it('fails on extensions that claim the same reserved bit (§9)', () => {
    const rival = mockExtension('rival', { reservedBits: RSV1 | RSV2 });
    expect(activation('foo, rival', [foo, rival])).toBe('extension-bits-overlap');
  });

  it('closes the sessions that it had begun when it fails', () => {
    const closed: string[] = [];
    const first = mockExtension('first', { closed });
    activation('first, other', [first]);
    expect(closed).toEqual(['first']);
  });
});

describe('an extension that throws', () => {
  it.each([
    ['negotiateExtensions()', answerTo],
    ['activateExtensions()', activation],
  ])('ends the sessions that %s had begun', (_, agree) => {
    const closed: string[] = [];
    const error = new Error('No memory');
    const fail = (): never => {
      throw error;
    };
    const second: Extension = { ...mockExtension('second'), accept: fail, activate: fail };
    expect(() => agree('first, second', [mockExtension('first', { closed }), second])).toThrow(
      error,
    );
    expect(closed).toEqual(['first']);
  });

  it('at its end lets the others end as well, and the first error is handed on', () => {
    const ended: string[] = [];
    const throwing = (name: string) => ({
      name,
      parameters: [],
      session: {
        reservedBits: 0,
        close: (): void => {
          ended.push(name);
          throw new Error(name);
        },
      },
    });
    expect(closeExtensions([throwing('first'), throwing('second')])).toEqual(new Error('first'));
    expect(ended).toEqual(['first', 'second']);
  });
});

describe('extensions in use', () => {
  const closed: string[] = [];
  const foo = mockExtension('foo', { reservedBits: RSV1, closed });
  const bar = mockExtension('bar', { reservedBits: RSV2, closed });
  const extensions = negotiateExtensions(list('foo, bar'), [foo, bar]);

  it('own all their reserved bits together', () => {
    expect(reservedBitsOf(extensions)).toBe(RSV1 | RSV2);
    expect(reservedBitsOf([])).toBe(0);
  });

  it('are closed each', () => {
    closeExtensions(extensions);
    expect(closed).toEqual(['foo', 'bar']);
    const bare = { name: 'bare', parameters: [], session: { reservedBits: 0 } };
    expect(() => closeExtensions([bare])).not.toThrow();
  });

  it('can be without a close, also when declined', () => {
    const bare = (name: string): Extension => ({
      name,
      offers: () => [[]],
      accept: (parameters) => ({ parameters, session: { reservedBits: RSV1 } }),
      activate: () => ({ reservedBits: RSV1 }),
    });
    expect(answerTo('one, two', [bare('one'), bare('two')])).toBe('one');
    expect(activation('one, two', [bare('one'), bare('two')])).toBe('extension-bits-overlap');
  });
});

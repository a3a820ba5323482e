import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { type ExtensionOffer, parseExtensions, serializeExtensions } from 'sansocket/extensions';
import { isToken } from '../../src/extensions/index.ts';

const TOKEN = Array.from("!#$%&'*+-.^_`|~0123456789ABCXYZabcxyz");

const anyToken = (): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...TOKEN), minLength: 1, maxLength: 9 });

const anyList = (): fc.Arbitrary<ExtensionOffer[]> =>
  fc.array(
    fc.record({
      name: anyToken(),
      parameters: fc.array(
        fc.oneof(
          fc.tuple(anyToken(), anyToken()),
          fc.tuple(anyToken(), fc.constant(true as const)),
        ),
        { maxLength: 4 },
      ),
    }),
    { minLength: 1, maxLength: 4 },
  );

/** The same list in another spelling: quotes, escapes, spaces, empty elements. */
function spelledOut(list: readonly ExtensionOffer[]): string {
  const elements = list.map(({ name, parameters }) =>
    [
      `\t${name} `,
      ...parameters.map(([parameter, value]) =>
        value === true ? ` ${parameter}` : `${parameter} =\t"${value.replace(/./g, '\\$&')}" `,
      ),
    ].join(';'),
  );
  return `, ${elements.join(' ,,')} ,`;
}

describe('parseExtensions()', () => {
  it.each([
    [['deflate-stream'], [['deflate-stream']]],
    [
      ['mux; max-channels=4; flow-control, deflate-stream'],
      [['mux', ['max-channels', '4'], ['flow-control', true]], ['deflate-stream']],
    ],
    [['private-extension'], [['private-extension']]],
    [['foo, bar; baz=2'], [['foo'], ['bar', ['baz', '2']]]],
    [
      ['foo', 'bar; baz=2'],
      [['foo'], ['bar', ['baz', '2']]],
    ],
  ] as const)('reads the example %j of RFC 6455 §9.1', (values, list) => {
    const offers = list.map(([name, ...parameters]) => ({ name, parameters }));
    expect(parseExtensions(values)).toEqual({ ok: true, offers });
  });

  it.each([
    ['permessage-foo; x=10', [['x', '10']]],
    ['permessage-foo; x="10"', [['x', '10']]],
    ['permessage-foo; x="1\\0"', [['x', '10']]],
    ['permessage-foo; use_y', [['use_y', true]]],
    [
      'permessage-foo; a; a=1; a',
      [
        ['a', true],
        ['a', '1'],
        ['a', true],
      ],
    ],
    ['permessage-foo; __proto__=constructor', [['__proto__', 'constructor']]],
  ])('reads the parameters of %j (§4.3, §9.1)', (value, parameters) => {
    const offers = [{ name: 'permessage-foo', parameters }];
    expect(parseExtensions([value])).toEqual({ ok: true, offers });
  });

  it('lets white space stand around tokens and separators (§4.3)', () => {
    const value = ' permessage-deflate\t ; client_max_window_bits =\t10 ;x = "y" ';
    expect(parseExtensions([value])).toEqual({
      ok: true,
      offers: [
        {
          name: 'permessage-deflate',
          parameters: [
            ['client_max_window_bits', '10'],
            ['x', 'y'],
          ],
        },
      ],
    });
  });

  it.each([',a', 'a,', 'a,,', ' , ,a'])(
    'passes over the empty elements of %j (RFC 9110 §5.6.1)',
    (value) => {
      expect(parseExtensions([value])).toEqual({
        ok: true,
        offers: [{ name: 'a', parameters: [] }],
      });
    },
  );

  it.each([
    ['', 0],
    [',', 1],
    ['foo; =1', 5],
    ['foo;;bar', 4],
    ['foo;', 4],
    ['foo=1', 3],
    ['"foo"', 0],
    ['a b', 2],
    ['a;=', 2],
    ['a;b=', 4],
    ['a;b=,c', 4],
    ['a;b=1 2', 6],
    ['a;b=""', 5],
    ['a;b="c d"', 6],
    ['a;b="c,d"', 6],
    ['a;b="c', 6],
    ['a;b="', 5],
    ['a;b="c\\', 7],
    ['a;b="\\"', 6],
    ['a;b="c"d', 7],
    ["a;b='c d'", 7],
    ['a/b', 1],
    ['\u00e4', 0],
    ['a;\u212a', 2],
    ['a\0', 1],
  ])('refuses %j at index %i (§9.1)', (value, index) => {
    expect(parseExtensions([value])).toEqual({ ok: false, index });
  });

  it('refuses a quoted string that spans two values', () => {
    expect(parseExtensions(['a;b="c', 'd"']).ok).toBe(false);
  });

  it('refuses an empty list of values', () => {
    expect(parseExtensions([])).toEqual({ ok: false, index: 0 });
  });

  it('robustness: any text gives a verdict', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (values) => {
        expect(typeof parseExtensions(values).ok).toBe('boolean');
      }),
    );
  });

  it.each(['a', 'a;', '"', 'a;b="', 'a;b="\\', ' ', ',', 'a;b="c', 'a="'])(
    'linear: looks at each character of repeated %j a few times only',
    (piece) => {
      const text = `x;y="${piece.repeat(2000)}`;
      const spy = jest.spyOn(String.prototype, 'charCodeAt');
      try {
        parseExtensions([text]);
        parseExtensions([piece.repeat(2000)]);
        expect(spy.mock.calls.length).toBeLessThan(6 * text.length);
      } finally {
        spy.mockRestore();
      }
    },
  );
});

describe('serializeExtensions()', () => {
  it('joins extensions and parameters (§9.1)', () => {
    const parameters = [['a', '1'] as const, ['b', true] as const];
    const list = [
      { name: 'foo', parameters },
      { name: 'bar', parameters: [] },
    ];
    expect(serializeExtensions(list)).toBe('foo; a=1; b, bar');
    expect(serializeExtensions([])).toBe('');
  });

  it.each([
    [{ name: 'a b', parameters: [] }, 'a b'],
    [{ name: '', parameters: [] }, ''],
    [{ name: 'a', parameters: [['b,', true]] }, 'b,'],
    [{ name: 'a', parameters: [['b', 'c d']] }, 'c d'],
    [{ name: 'a', parameters: [['b', '']] }, ''],
  ])('throws a TypeError for %j that names %j', (extension, text) => {
    expect(() => serializeExtensions([extension as unknown as ExtensionOffer])).toThrow(
      new TypeError(`Extension has ${text.length} characters where a token stands (RFC 6455 §9.1)`),
    );
  });

  it('round trip: parses to the same list, however it is spelled', () => {
    fc.assert(
      fc.property(anyList(), (offers) => {
        expect(parseExtensions([serializeExtensions(offers)])).toEqual({ ok: true, offers });
        expect(parseExtensions([spelledOut(offers)])).toEqual({ ok: true, offers });
      }),
    );
  });
});

describe('isToken()', () => {
  it('takes the characters of RFC 9110 §5.6.2 and no others', () => {
    const characters = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));
    expect(characters.filter(isToken).join('')).toBe(
      "!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~",
    );
    expect(isToken('')).toBe(false);
    expect(isToken('\u0161')).toBe(false);
  });
});

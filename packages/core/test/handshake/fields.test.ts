import { describe, expect, it, jest } from '@jest/globals';
import {
  fieldList,
  fieldValue,
  fieldValues,
  pairFields,
  parseCookies,
  parseTokens,
} from 'sansocket/handshake';

describe('pairFields()', () => {
  it('pairs the names and the values of a list', () => {
    expect(pairFields(['A', '1', 'b', '2'])).toEqual([
      ['A', '1'],
      ['b', '2'],
    ]);
    expect(pairFields([])).toEqual([]);
  });
});

describe('fieldValues()', () => {
  it('gives the values of a name in order, without the white space around them', () => {
    const fields = [
      ['A', ' 1'],
      ['b', '2'],
      ['a', '3 \t'],
    ] as const;
    expect(fieldValues(fields, 'a')).toEqual(['1', '3']);
    expect(fieldValues(fields, 'c')).toEqual([]);
    expect(fieldValues([['a', ' \t ']], 'a')).toEqual(['']);
  });

  it('compares the letters from A to Z in any case, and nothing else (RFC 9110 §5.1)', () => {
    expect(fieldValues([['AmZ', 'x']], 'amz')).toEqual(['x']);
    expect(fieldValues([['@[', 'x']], '`{')).toEqual([]);
  });

  it('compares letters as ASCII: a Kelvin sign is no k', () => {
    expect(fieldValues([['\u212aey', 'x']], 'key')).toEqual([]);
  });

  it('finds no field that is not there, whatever its name', () => {
    expect(fieldValues([], 'constructor')).toEqual([]);
    expect(fieldValues([['__proto__', 'x']], '__proto__')).toEqual(['x']);
  });
});

describe('parseTokens()', () => {
  it.each([
    [[',a'], ['a']],
    [['a,,b'], ['a', 'b']],
    [[' a ,\tb '], ['a', 'b']],
    [
      ['a', 'b,c'],
      ['a', 'b', 'c'],
    ],
    [[], []],
  ])('reads %j as %j (RFC 9110 §5.6.1)', (values, tokens) => {
    expect(parseTokens(values)).toEqual(tokens);
  });

  it.each(['', ',', 'a b', 'a;', 'a/b', '"a"', '\u00e9', 'a\x7f', '\u212a'])(
    'refuses %j (§4.3)',
    (value) => {
      expect(parseTokens([value])).toBeUndefined();
    },
  );

  it.each([1000, 10_000])('looks at each character a few times only, for %i spaces', (length) => {
    const spy = jest.spyOn(String.prototype, 'charCodeAt');
    try {
      parseTokens([`a${' '.repeat(length)}b`, `${' '.repeat(length)}a`]);
      expect(spy.mock.calls.length).toBeLessThan(3 * length);
    } finally {
      spy.mockRestore();
    }
  });
});

describe('fieldValue()', () => {
  const fields = [
    ['Host', 'a'],
    ['X-List', ' b'],
    ['x-list', 'c'],
  ] as const;

  it.each([
    ['host', 'a'],
    ['HOST', 'a'],
    ['X-LIST', 'b, c'],
    ['X-None', undefined],
  ])('finds %s in any case, and joins its values', (name, value) => {
    expect(fieldValue(fields, name)).toBe(value);
  });
});

describe('parseCookies()', () => {
  it.each([
    [['a=1; b=2'], { a: '1', b: '2' }],
    [['a=1', 'b=2'], { a: '1', b: '2' }],
    [
      ['a="1"; a=2;b=x=y; =z; none; c= ; %20=%20'],
      { a: '1', b: 'x=y', '': 'z', c: '', '%20': '%20' },
    ],
    [['__proto__=1'], { ['__proto__']: '1' }],
    [[], {}],
  ])('reads %j (RFC 6265 §5.4)', (values, cookies) => {
    expect([...parseCookies(values)]).toEqual(Object.entries(cookies));
  });
});

describe('fieldList()', () => {
  it('makes a list of an object, and leaves a list as it is', () => {
    const list = [['a', 'b']] as const;
    expect(fieldList(list)).toBe(list);
    expect(fieldList()).toEqual([]);
    expect(fieldList({ a: 'b', c: ['d', 'e'], f: [] })).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'e'],
    ]);
  });
});

/* eslint-disable -- what JavaScript hands in has no type */
import { describe, expect, it } from '@jest/globals';
import { checkLaws, laws, sansocketSubject } from '@sansocket/testkit/laws';

/** Whatever JavaScript hands in. */
// biome-ignore lint/suspicious/noExplicitAny: the compiler would refuse these calls.
type Anything = any;

const make = (): never => {
  throw new Error('tried');
};

describe('checkLaws()', () => {
  it.each<readonly [options: Anything, kind: ErrorConstructor, message: string]>([
    [{ laws: ['nope'] }, RangeError, 'There is no law nope for laws: there are chunking, '],
    [{ laws: [] }, RangeError, 'laws must have one law or more, got none'],
    [{ laws: 'total' }, TypeError, 'laws must be an array of strings, got a string'],
    [{ runs: 0 }, RangeError, 'runs must be a whole number from 1 up, got 0'],
    [{ runs: Number.NaN }, RangeError, 'runs must be a whole number from 1 up, got NaN'],
    [{ runs: Infinity }, RangeError, 'runs must be a whole number from 1 up, got Infinity'],
    [{ runs: '5' }, TypeError, 'runs must be a whole number from 1 up, got a string'],
    [{ factor: 0 }, RangeError, 'factor must be a number more than 0, got 0'],
    [{ seed: 'x' }, TypeError, 'seed must be a whole number, got a string'],
    [{ print: 5 }, TypeError, 'print must be a function or an async function, got 5'],
    [{ peer: 'client' }, TypeError, 'peer must be a function, got a string'],
    [{ expectedDisagreements: ['total'] }, TypeError, 'expectedDisagreements must be'],
    [
      { expectedDisagreements: [{ law: 'nope', case: 'a' }] },
      RangeError,
      'There is no law nope for expectedDisagreements',
    ],
    [{ run: 5 }, TypeError, 'There is no option run; the nearest is runs'],
    [laws[0], TypeError, 'There is no option name'],
    [laws, TypeError, 'options must be an object, got an array'],
    [5, TypeError, 'options must be an object, got 5'],
  ])('refuses %p, and tries nothing', (options, kind, message) => {
    expect(() => checkLaws(make, options)).toThrow(kind);
    expect(() => checkLaws(make, options)).toThrow(message);
  });

  it('takes nothing but a function that makes an implementation', () => {
    expect(() => checkLaws('server' as Anything)).toThrow(
      new TypeError('make must be a function, got a string'),
    );
  });
});

describe('sansocketSubject()', () => {
  it.each<readonly [given: Anything[], message: string]>([
    [[], "role must be 'client' or 'server', got undefined"],
    [['x'], "role must be 'client' or 'server', got 'x'"],
    [['server', { isopen: true }], 'There is no option isopen; the nearest is isOpen'],
    [['server', { isOpen: 1 }], 'isOpen must be true or false, got 1'],
    [['server', 5], 'options must be an object, got 5'],
  ])('refuses %p', (given, message) => {
    expect(() => (sansocketSubject as Anything)(...given)).toThrow(new TypeError(message));
  });
});

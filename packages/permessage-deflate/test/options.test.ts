/* eslint-disable -- what JavaScript hands in has no type */
import { describe, expect, it } from '@jest/globals';
import { permessageDeflate } from '@sansocket/permessage-deflate';

/** Whatever JavaScript hands in. */
// biome-ignore lint/suspicious/noExplicitAny: the compiler would refuse these calls.
type Anything = any;

describe('permessageDeflate()', () => {
  it.each<readonly [options: Anything, message: string]>([
    [5, 'options must be an object, got 5'],
    [
      { serverNoContextTakover: true },
      'There is no option serverNoContextTakover; the nearest is serverNoContextTakeover',
    ],
    [{ serverNoContextTakeover: 1 }, 'serverNoContextTakeover must be true or false, got 1'],
    [{ threshold: '1' }, 'threshold must be a whole number from 0 up, got a string'],
    [{ level: null }, 'level must be a whole number from 1 to 9, got null'],
    [{ offers: {} }, 'offers must be an array of offers, got an object'],
    [{ offers: [{ maxWindowBits: 9 }] }, 'There is no option maxWindowBits'],
    [{ policy: async () => ({}) }, 'policy must be a function, got an async function'],
    [{ backend: {} }, 'backend must be a backend that creates compressors, got an object'],
  ])('refuses %p', (options, message) => {
    expect(() => permessageDeflate(options)).toThrow(message);
    expect(() => permessageDeflate(options)).toThrow(TypeError);
  });

  it('refuses a promise that a policy returns', () => {
    const policy = (() => Promise.resolve({})) as unknown as () => undefined;
    const { accept } = permessageDeflate({ policy });
    expect(() => accept([])).toThrow('parameters must be an object, got a Promise');
  });
});

/* eslint-disable -- what JavaScript hands in has no type */
import { describe, expect, it } from '@jest/globals';
import { permessageDeflate } from '@sansocket/permessage-deflate';
import { Deflater, DeflateWorkspace, ownBackend } from '@sansocket/permessage-deflate/deflate';
import { Inflater, InflateWorkspace } from '@sansocket/permessage-deflate/inflate';

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

describe('compressors and decompressors', () => {
  const numbers = { windowBits: 15, level: 4, memoryLevel: 8 };
  const workspace = new DeflateWorkspace();

  it.each<readonly [wrong: Anything, kind: ErrorConstructor, message: string]>([
    [{ windowBits: 99 }, RangeError, 'windowBits must be a whole number from 8 to 15, got 99'],
    [{ windowBits: 7 }, RangeError, 'windowBits must be a whole number from 8 to 15, got 7'],
    [
      { windowBits: '9' },
      TypeError,
      'windowBits must be a whole number from 8 to 15, got a string',
    ],
    [{ level: 10 }, RangeError, 'level must be a whole number from 1 to 9, got 10'],
    [{ memoryLevel: 0 }, RangeError, 'memoryLevel must be a whole number from 1 to 9, got 0'],
  ])('refuse %p', (wrong, kind, message) => {
    const all = { ...numbers, ...wrong };
    for (const make of [
      () => ownBackend().create(all),
      () => new Deflater({ ...all, workspace }),
    ]) {
      expect(make).toThrow(kind);
      expect(make).toThrow(message);
    }
  });

  it.each([99, 7, 8.5])('refuse windows of %p bits to inflate', (windowBits) => {
    const options = { windowBits, noContextTakeover: false, workspace: new InflateWorkspace() };
    expect(() => new Inflater(options)).toThrow(
      new RangeError(`windowBits must be a whole number from 8 to 15, got ${windowBits}`),
    );
  });
});

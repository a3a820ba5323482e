/** Where the entropy comes from when nobody says so: the engine's generator is replaced by one that counts. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { defaultFillRandom, wordToKey } from 'sansocket/masking';
import { StateError } from 'sansocket/violations';
import { MaskingKeys } from '../../src/masking/index.ts';
import { countingRandom } from '../support/entropy.ts';

const crypto = Object.getOwnPropertyDescriptor(globalThis, 'crypto');
const { random } = Math;

function install(value: unknown): void {
  Object.defineProperty(globalThis, 'crypto', { value, configurable: true, writable: true });
}

beforeEach(() => {
  Math.random = () => {
    throw new Error('Math.random is no source of entropy');
  };
});

afterEach(() => {
  Math.random = random;
  if (crypto !== undefined) Object.defineProperty(globalThis, 'crypto', crypto);
});

describe('defaultFillRandom()', () => {
  it('takes masking keys from crypto.getRandomValues and never from Math.random (§5.3)', () => {
    install({ getRandomValues: countingRandom() });
    const keys = new MaskingKeys();
    expect(wordToKey(keys.next())).toEqual(Uint8Array.of(1, 2, 3, 4));
    expect(wordToKey(keys.next())).toEqual(Uint8Array.of(5, 6, 7, 8));
  });

  it('throws a StateError in an engine without crypto, and works once there is one', () => {
    install(undefined);
    const keys = new MaskingKeys();
    const error = new StateError('The engine has no crypto: pass fillRandom');
    expect(() => keys.next()).toThrow(error);
    expect(() => defaultFillRandom(new Uint8Array(4))).toThrow(StateError);
    install({ getRandomValues: countingRandom() });
    expect(wordToKey(keys.next())).toEqual(Uint8Array.of(1, 2, 3, 4));
  });
});

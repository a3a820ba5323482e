import { afterEach, describe, expect, it } from '@jest/globals';
import { engineRandom } from '../../src/bytes/index.ts';

const original = Object.getOwnPropertyDescriptor(globalThis, 'crypto');

/** Makes the engine one with the given generator, or none. */
function installCrypto(crypto: unknown): void {
  Object.defineProperty(globalThis, 'crypto', {
    value: crypto,
    configurable: true,
    writable: true,
  });
}

afterEach(() => {
  if (original !== undefined) Object.defineProperty(globalThis, 'crypto', original);
});

describe('engineRandom()', () => {
  it('fills an array from crypto.getRandomValues', () => {
    installCrypto({ getRandomValues: (bytes: Uint8Array) => bytes.fill(0x5a) });
    const bytes = new Uint8Array(4);
    expect(engineRandom()?.(bytes)).toBeUndefined();
    expect(bytes).toEqual(Uint8Array.of(0x5a, 0x5a, 0x5a, 0x5a));
  });

  it('is undefined in an engine without crypto, and looks again at each call', () => {
    installCrypto(undefined);
    expect(engineRandom()).toBeUndefined();
    installCrypto({ getRandomValues: () => undefined });
    expect(engineRandom()).toBeInstanceOf(Function);
  });
});

import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { capabilitiesContract } from '@sansocket/testkit/transport-contract';
import type { Capabilities } from 'sansocket';
import { applyMask, maskInPlace, wordToKey } from 'sansocket/masking';

const sound = {
  mask: (bytes, start, end, word) => {
    maskInPlace(bytes, start, end, word, 0);
  },
  decodeText: (bytes, start, end) => decode(bytes.subarray(start, end), true),
  decodeAscii: (bytes, start, end) => decode(bytes.subarray(start, end), false)!,
  encodeText: (text, target, position) =>
    new TextEncoder().encodeInto(text, target.subarray(position)).written,
  allocate: (bytes) => new Uint8Array(bytes).fill(0xee),
  sha1: (text) => createHash('sha1').update(text).digest('base64'),
} satisfies Capabilities;

function decode(bytes: Uint8Array, fatal: boolean): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const memory = new ArrayBuffer(65_536);

/** Each with what it does wrong. */
const faults: Readonly<Record<string, Capabilities>> = {
  'masks what is behind': {
    mask(bytes, start, end, word) {
      bytes.set(applyMask(bytes.subarray(start, end + 1), wordToKey(word)), start);
    },
  },
  'begins with another byte of the key': {
    mask(bytes, start, end, word) {
      bytes.set(applyMask(bytes.subarray(start, end), wordToKey(word), start), start);
    },
  },
  'strips a byte order mark': {
    decodeText: (bytes, start, end) => new TextDecoder().decode(bytes.subarray(start, end)),
  },
  'decodes what is not UTF-8': {
    decodeText: (bytes, start, end) => decode(bytes.subarray(start, end), false),
  },
  'changes what it is lent': {
    decodeText(bytes, start, end) {
      const text = sound.decodeText(bytes, start, end);
      bytes.fill(0);
      return text;
    },
  },
  'decodes one letter too many': {
    decodeAscii: (bytes, start, end) => sound.decodeAscii(bytes, start, end + 1),
  },
  'tells the length in letters': {
    encodeText(text, target, position) {
      sound.encodeText(text, target, position);
      return text.length;
    },
  },
  'encodes in front of its room': {
    encodeText: (text, target, position) => sound.encodeText(text, target, position - 1),
  },
  'allocates the same memory twice': { allocate: (bytes) => new Uint8Array(memory, 0, bytes) },
  'allocates buffers of its own kind': {
    allocate: (bytes) => Buffer.from(new ArrayBuffer(bytes)),
  },
  'hashes to hexadecimal digits': {
    sha1: (text) => createHash('sha1').update(text).digest('hex'),
  },
};

describe('capabilitiesContract()', () => {
  it.each(capabilitiesContract(sound))('passes what is sound: $name', ({ run }) => run());

  it('has a case for each that is there', () => {
    expect(capabilitiesContract(sound).map(({ name }) => name)).toEqual(Object.keys(sound));
    expect(capabilitiesContract({})).toEqual([]);
  });

  it.each(Object.entries(faults))('fails one that %s', async (_, faulty) => {
    const [only] = capabilitiesContract(faulty);
    await expect(only!.run()).rejects.toThrow();
  });
});

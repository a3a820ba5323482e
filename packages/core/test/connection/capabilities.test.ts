import { describe, expect, it } from '@jest/globals';
import type { Capabilities } from 'sansocket';
import { createWasmMasker } from 'sansocket/masking';
import { SAMPLE_ACCEPT, SAMPLE_KEY } from '../handshake/heads.ts';
import { concat, hex, pattern } from '../support/bytes.ts';
import { frameOf } from '../support/masked-frames.ts';
import { roles } from '../support/roles.ts';

const calls = { mask: 0, decodeText: 0, decodeAscii: 0, encodeText: 0, allocate: 0, sha1: 0 };
const masker = createWasmMasker()!;

const capabilities: Required<Capabilities> = {
  mask(...given) {
    calls.mask++;
    masker(...given);
  },
  decodeText(bytes, start, end) {
    calls.decodeText++;
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
        bytes.subarray(start, end),
      );
    } catch {
      return undefined;
    }
  },
  decodeAscii(bytes, start, end) {
    calls.decodeAscii++;
    return String.fromCharCode(...bytes.subarray(start, end));
  },
  encodeText(text, target, position) {
    calls.encodeText++;
    expect(target.length - position).toBeGreaterThanOrEqual(3 * text.length);
    return new TextEncoder().encodeInto(text, target.subarray(position)).written;
  },
  allocate(bytes) {
    calls.allocate++;
    return new Uint8Array(bytes).fill(0xee);
  },
  sha1(text) {
    calls.sha1++;
    return text === `${SAMPLE_KEY}258EAFA5-E914-47DA-95CA-C5AB0DC85B11` ? SAMPLE_ACCEPT : '';
  },
};

const text = new TextEncoder().encode('Sans\ufeff é '.repeat(300));
const traffic = concat(
  frameOf(0x81, text.slice(0, 40)),
  frameOf(0x81, new TextEncoder().encode('a'.repeat(30))),
  frameOf(0x81, new TextEncoder().encode('b'.repeat(30))),
  frameOf(0x82, pattern(10_000)),
  frameOf(0x81, new TextEncoder().encode('c'.repeat(77))),
  frameOf(0x82, pattern(10)),
  frameOf(0x81, new TextEncoder().encode('é'.repeat(33))),
  frameOf(0x82, pattern(10)),
  frameOf(0x81, text),
  frameOf(0x02, pattern(5000)),
  frameOf(0x89, hex('01')),
  frameOf(0x80, pattern(5000)),
  frameOf(0x81, hex('61 ff')),
);

describe.each(roles)('a $role with capabilities', ({ role, open, received }) => {
  it('tells and sends what it does without', () => {
    const bytes = received(traffic);
    const [plain, capable] = [undefined, capabilities].map((given) => {
      const end = open({ capabilities: given });
      for (let at = 0; at < bytes.length; at += 9000) end.receive(bytes.slice(at, at + 9000));
      const events = end.events();
      return { events, output: end.output() };
    });
    expect(capable).toEqual(plain);
    expect(capable!.events.at(-1)).toMatchObject({ type: 'violation', rule: 'text-not-utf8' });
  });

  it('sends what it does without', () => {
    const [plain, capable] = [undefined, capabilities].map((given) => {
      const end = open({ capabilities: given });
      end.connection.send(pattern(10_000));
      end.connection.send('é'.repeat(5000));
      for (const length of [24, 25, 60, 125, 126, 700]) {
        for (const letter of ['a', 'é', '\ud83d', '😀']) end.connection.send(letter.repeat(length));
      }
      return end.output();
    });
    expect(capable).toEqual(plain);
  });

  it('hashes the key of the opening handshake with them', () => {
    const before = calls.sha1;
    open({ capabilities });
    expect(calls.sha1).toBe(before + 1);
  });

  it('uses them', () => {
    expect(calls.decodeText).toBeGreaterThan(0);
    expect(calls.encodeText).toBeGreaterThan(0);
    expect(calls.allocate).toBeGreaterThan(0);
    if (role === 'client') return;
    expect(calls.mask).toBeGreaterThan(0);
    expect(calls.decodeAscii).toBeGreaterThan(0);
  });
});

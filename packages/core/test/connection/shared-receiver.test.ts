/** Law: connections that share memory receive as each alone does, though one parses for all of them. @module */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ConnectionOptions, SharedMemory } from 'sansocket';
import { wire } from '../support/arbitraries/wire.ts';
import { assertLaw } from '../support/assert-law.ts';
import type { End } from '../support/end.ts';
import { roles } from '../support/roles.ts';
import { sampleEntropy } from '../support/sample-entropy.ts';
import { subjects } from '../support/subject.ts';
import { onlyLong } from '../support/toy-extensions.ts';

const optionsOf: Readonly<Record<string, ConnectionOptions>> = {
  whole: {},
  'in parts': { messages: 'parts' },
  'with frames and text as bytes': { frames: true, text: 'bytes' },
  'with low limits and an idle timeout': {
    limits: { maxFrameBytes: 125, maxMessageBytes: 150, maxEmptyFragments: 2 },
    timeouts: { idleMs: 5000 },
  },
};

describe.each(roles)('connections of a $role that share memory', ({ role, open, received }) => {
  const { key } = subjects.find((subject) => subject.role === role)!;

  it.each(Object.keys(optionsOf))('receive as each alone does: %s', (name) => {
    const input = fc.tuple(fc.nat({ max: 2 }), fc.integer({ min: 1, max: 40 }), fc.boolean());
    const inputs = fc.array(input, { maxLength: 60, size: 'max' });
    const wires = fc.tuple(wire(key), wire(key), wire(key));
    assertLaw(
      fc.property(wires, inputs, (bytes, chunks) => {
        const options = {
          ...optionsOf[name],
          memory: new SharedMemory(),
          fillRandom: sampleEntropy,
        };
        const together = bytes.map(() => open(options));
        const alone = bytes.map(() => open(optionsOf[name]));
        const taken = [0, 0, 0];
        for (const [i, size, isTaken] of chunks) {
          const chunk = bytes[i]!.slice(taken[i], (taken[i]! += size));
          const [one, other] = [together, alone].map((ends) => {
            const end = ends[i]!.receive(chunk.slice());
            // What one leaves untaken, others must not touch.
            return isTaken ? seen(end) : end.connection.nextEvent();
          });
          expect(one).toEqual(other);
        }
      }),
      100,
    );
  });

  it('have a snapshot each, with what it has received', () => {
    const options = { memory: new SharedMemory(), fillRandom: sampleEntropy };
    const [one, other] = [open(options), open(options)];
    const before = one.connection.snapshot().offset;
    one.receive(received('81 01 61')).events();
    other.receive(received('81 01 61 81 01 62')).events();
    one.receive(received('82 01 61')).events();
    const frameLength = received('81 01 61').length;
    for (const end of [one, other]) {
      expect(end.connection.snapshot()).toMatchObject({
        received: new Uint8Array(0),
        offset: before + 2 * frameLength,
      });
    }
  });

  it('have as many receivers as messages are in progress at a time', () => {
    const { memory, made } = countingMemory();
    const options = { memory, fillRandom: sampleEntropy };
    const ends = Array.from({ length: 10 }, () => open(options));
    const message = received('81 02 61 62');
    for (const end of [...ends, ...ends]) end.receive(message).events();
    expect(made()).toBe(1);
    for (let round = 0; round < 3; round++) {
      for (const end of ends) end.receive(message.subarray(0, -1)).events();
      for (const end of ends)
        expect(end.receive(message.subarray(-1)).types()).toEqual(['message']);
    }
    expect(made()).toBe(10);
  });

  it('keep no more receivers for later than a few', () => {
    const { memory, made } = countingMemory();
    const options = { memory, fillRandom: sampleEntropy };
    const ends = Array.from({ length: 40 }, () => open(options));
    const message = received('81 02 61 62');
    for (let round = 1; round <= 2; round++) {
      for (const end of ends) end.receive(message.subarray(0, -1)).events();
      for (const end of ends) end.receive(message.subarray(-1)).events();
    }
    expect(made()).toBe(40 + 24);
  });

  it('know few kinds of connections, the latest, and forget one that is not used', () => {
    const memory = new SharedMemory();
    for (let i = 0; i < 10; i++) {
      const end = open({ memory, fillRandom: sampleEntropy });
      expect(end.receive(received('81 01 61')).types()).toEqual(['message']);
    }
    expect(memory.codecs).toHaveLength(4);
  });

  it('have a receiver each while an application that decodes for one lets another receive', () => {
    const memory = new SharedMemory();
    const text = new Uint8Array(30).fill(0x61);
    const nested: unknown[] = [];
    let isNested = false;
    const decodeText = (bytes: Uint8Array, start: number, end: number): string => {
      if (!isNested) {
        isNested = true;
        nested.push(...other.receive(received('81 01 62')).events());
      }
      return String.fromCharCode(...bytes.subarray(start, end));
    };
    const options = { memory, capabilities: { decodeText }, fillRandom: sampleEntropy };
    const [one, other] = [open(options), open(options)];
    const wireBytes = received(`81 1e ${'61 '.repeat(text.length).trim()}`);
    const data = 'a'.repeat(text.length);
    expect(one.receive(wireBytes).events()).toEqual([{ type: 'message', kind: 'text', data }]);
    expect(nested).toEqual([{ type: 'message', kind: 'text', data: 'b' }]);
  });

  it('have nothing of a message that was broken by another one', () => {
    const options = { memory: new SharedMemory() };
    const [broken, other] = [open(options), open(options)];
    broken.receive(received('81 02 61 ff'));
    const violation = { type: 'violation', rule: 'text-not-utf8' };
    expect(broken.connection.nextEvent()).toMatchObject(violation);
    other.receive(received('01 01 61 80 01 62'));
    expect(other.events()).toEqual([{ type: 'message', kind: 'text', data: 'ab' }]);
  });

  it('keep what they need to themselves where others use the memory in another way', () => {
    const memory = new SharedMemory();
    const usual = open({ memory });
    const parts = open({ memory, messages: 'parts' });
    for (let i = 0; i < 2; i++) {
      expect(usual.receive(received('81 01 61')).types()).toEqual(['message']);
      expect(parts.receive(received('81 01 61')).types()).toEqual(['message-part']);
    }
  });

  it('are of one role each, whatever memory and options they share', () => {
    const options = { memory: new SharedMemory(), fillRandom: sampleEntropy };
    for (const subject of [...roles, ...roles]) {
      const end = subject.open(options).receive(subject.received('81 01 61'));
      expect(end.types()).toEqual(['message']);
    }
  });

  it('share nothing with one that has an extension', () => {
    const options = {
      memory: new SharedMemory(),
      fillRandom: sampleEntropy,
      extensions: [onlyLong()],
    };
    const extended = open(options);
    expect(extended.receive(received('81 01 61')).types()).toEqual(['message']);
    expect(options.memory.codecs).toEqual([]);
  });
});

/** Memory that tells how many receivers were made: each asks for the scratch once. */
function countingMemory(): { memory: SharedMemory; made: () => number } {
  const memory = new SharedMemory();
  const { scratch } = memory;
  let count = 0;
  Object.defineProperty(memory, 'scratch', {
    get() {
      // The check of the options asks too.
      const isReceiver = new Error('Stack').stack?.includes('textsFor') === true;
      if (isReceiver) count++;
      return scratch;
    },
  });
  return { memory, made: () => count };
}

function seen(end: End): unknown {
  const events = end.events();
  const { readyState, wantsInput } = end.connection;
  const timeout = end.connection.nextTimeout();
  return { events, output: end.output(), timeout, readyState, wantsInput };
}

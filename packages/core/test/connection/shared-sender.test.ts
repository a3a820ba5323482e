/** Law: connections that share memory send as each alone does, though one frames for all of them. @module */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ConnectionOptions, prepareMessage, SharedMemory } from 'sansocket';
import { assertLaw } from '../support/assert-law.ts';
import type { End } from '../support/end.ts';
import { roles } from '../support/roles.ts';
import { sampleEntropy } from '../support/sample-entropy.ts';
import { onlyLong } from '../support/toy-extensions.ts';

type Call = (end: End) => unknown;

/** What an application sends, and what it may not. */
const call: fc.Arbitrary<Call> = fc.oneof(
  fc
    .record({
      data: fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array({ maxLength: 20 })),
      options: fc.oneof(
        fc.constant(undefined),
        fc.record(
          { fin: fc.boolean(), kind: fc.constantFrom('text' as const, 'binary' as const) },
          { requiredKeys: [] },
        ),
      ),
    })
    .map(
      ({ data, options }): Call =>
        (end) =>
          end.connection.send(data, options),
    ),
  fc.string({ maxLength: 5 }).map(
    (text): Call =>
      (end) =>
        end.connection.send(prepareMessage(text)),
  ),
  fc.constant((end: End) => end.connection.ping(undefined, end.now)),
  fc.constant((end: End) => end.output()),
);

describe.each(roles)('connections of a $role that share memory', ({ open, sent }) => {
  it.each([
    ['usual', {}],
    ['short fragments', { limits: { maxFragmentBytes: 3 } }],
  ] satisfies [string, ConnectionOptions][])('send as each alone does: %s', (_, own) => {
    const calls = fc.array(fc.tuple(fc.nat({ max: 2 }), call), { maxLength: 40, size: 'max' });
    assertLaw(
      fc.property(calls, (all) => {
        const options = { ...own, memory: new SharedMemory(), fillRandom: sampleEntropy };
        const together = [0, 1, 2].map(() => open(options));
        const alone = [0, 1, 2].map(() => open(own));
        for (const [i, one] of all)
          expect(attempt(one, together[i]!)).toEqual(attempt(one, alone[i]!));
        for (const [i, end] of together.entries()) {
          expect(end.output()).toEqual(alone[i]!.output());
          const [its, others] = [end, alone[i]!].map(({ connection }) => connection.snapshot());
          expect(its!.sending).toEqual(others!.sending);
        }
      }),
      100,
    );
  });

  it('send each its own message in parts, frame by frame in turn', () => {
    const options = { memory: new SharedMemory(), fillRandom: sampleEntropy };
    const ends = [open(options), open(options), open(options)];
    for (let round = 0; round < 2; round++) {
      for (const end of ends) end.connection.send('a', { fin: false });
      for (const end of ends) end.connection.send('b', { fin: false });
      for (const end of ends) end.connection.ping(undefined, end.now);
      for (const end of ends) end.connection.send('c');
      for (const end of ends) end.connection.send('d');
      for (const end of ends) {
        expect(end.output()).toEqual([sent('01 01 61 00 01 62 89 00 80 01 63 81 01 64')]);
        end.credit();
        expect(end.connection.snapshot().sending).toBeUndefined();
      }
    }
  });

  it('send where they are to while a source of entropy sends on another one', () => {
    let nested: (() => void) | undefined;
    let count = 0;
    const options: ConnectionOptions = {
      memory: new SharedMemory(),
      limits: { maxFragmentBytes: 1 },
      fillRandom(bytes) {
        const send = nested;
        nested = undefined;
        send?.();
        sampleEntropy(bytes);
      },
    };
    const [one, other] = [open(options), open(options)];
    // Keys are drawn in blocks: one of these sends needs the next.
    for (let i = 0; i < 2000; i++) {
      nested ??= () => {
        other.connection.send('x');
        count++;
      };
      one.connection.send('abc');
      expect(one.output()).toEqual([sent('01 01 61 00 01 62 80 01 63')]);
      one.credit();
    }
    expect(other.output().join(' ')).toBe(Array(count).fill(sent('81 01 78')).join(' '));
  });

  it('keep to their own options, and to their role', () => {
    const memory = new SharedMemory();
    const options = { memory, fillRandom: sampleEntropy };
    const usual = open(options);
    const short = open({ memory, limits: { maxFragmentBytes: 1 } });
    for (let i = 0; i < 2; i++) {
      usual.connection.send('ab');
      expect(usual.output()).toEqual([sent('81 02 61 62')]);
      usual.credit();
      short.connection.send('ab');
      expect(short.output()).toEqual([sent('01 01 61 80 01 62')]);
      short.credit();
    }
    for (const subject of [...roles, ...roles]) {
      const end = subject.open(options);
      end.connection.send('ab');
      expect(end.output()).toEqual([subject.sent('81 02 61 62')]);
      end.credit();
    }
  });

  it('share nothing with one that has an extension', () => {
    const options = {
      memory: new SharedMemory(),
      fillRandom: sampleEntropy,
      extensions: [onlyLong()],
    };
    open(options).connection.send('a');
    expect(options.memory.codecs).toEqual([]);
  });
});

function attempt(one: Call, end: End): unknown {
  try {
    return one(end);
  } catch (error) {
    return error;
  }
}

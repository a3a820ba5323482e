/** A call that throws has changed nothing: with a full stack, and without memory. @module */
import { describe, expect, it } from '@jest/globals';
import { type Connection, SharedMemory } from 'sansocket';
import { concat, toHex } from '../support/bytes.ts';
import type { End } from '../support/end.ts';
import { roles } from '../support/roles.ts';

/** All that waits for the transport, reported sent. */
function sentBy({ connection }: End): string {
  const pieces: Uint8Array[] = [];
  for (let output; (output = connection.nextOutput()) !== undefined; ) {
    if (output.type === 'write') pieces.push(output.bytes.slice());
  }
  const bytes = concat(...pieces);
  connection.outputSent(bytes.length, 0);
  return toHex(bytes);
}

/**
 * Calls as deep as the stack goes, and once at each depth on the way back, until it has come through a few times.
 * Returns how often it threw.
 */
function inFullStack(call: () => void): number {
  let thrown = 0;
  let through = 0;
  const descend = (): void => {
    try {
      descend();
    } catch {
      // Full.
    }
    if (through > 20) return;
    try {
      call();
      through++;
    } catch {
      thrown++;
    }
  };
  descend();
  return thrown;
}

/** Has the engine make no array of bytes in a call, from the `nth` on. Returns whether it would have made so many. */
function withoutMemory(nth: number, call: () => void): boolean {
  const engines = globalThis.Uint8Array;
  let left = nth;
  globalThis.Uint8Array = new Proxy(engines, {
    construct: (target, given) => {
      if (--left <= 0) throw new RangeError('Array buffer allocation failed');
      return Reflect.construct(target, given) as object;
    },
  });
  try {
    call();
  } catch {
    // There was none.
  } finally {
    globalThis.Uint8Array = engines;
  }
  return left <= 0;
}

/** By name, what an application calls; `length` letters or bytes where there is data. */
const calls: readonly (readonly [string, (connection: Connection, length: number) => void])[] = [
  ['send of a text', (it, length) => it.send('x'.repeat(length))],
  ['send of what is not ASCII', (it, length) => it.send('é'.repeat(length))],
  ['send of bytes', (it, length) => it.send(new Uint8Array(length).fill(0x78))],
  ['ping', (it) => it.ping(undefined, 0)],
  ['pong', (it) => it.pong()],
];

/** The nonce of the sample for the opening handshake, then the same masking key always. */
const fillRandom = (bytes: Uint8Array): void => {
  if (bytes.length === 16) new TextEncoder().encodeInto('the sample nonce', bytes);
  else bytes.fill(0x5a);
};

describe.each(roles)('a $role whose call throws', ({ open }) => {
  describe.each([true, false])('with shared memory: %s', (isShared) => {
    const pair = (): readonly [End, End] => {
      const options = { fillRandom, ...(isShared ? { memory: new SharedMemory() } : {}) };
      return [open(options), open(options)];
    };

    it.each(calls)('for a full stack has queued all of it or nothing: %s', (_, call) => {
      const [one, other] = pair();
      for (const length of [3, 5000]) {
        const [alone] = pair();
        call(alone.connection, length);
        const whole = sentBy(alone);
        let done = 0;
        const again = (): void => {
          call(one.connection, length);
          done++;
        };
        for (let i = 0; i < 2; i++) {
          done = 0;
          other.connection.send('secret');
          expect(inFullStack(again)).toBeGreaterThan(0);
          expect(done).toBeGreaterThan(0);
          expect(sentBy(one)).toBe(Array.from({ length: done }, () => whole).join(' '));
          const [reference] = pair();
          reference.connection.send('secret');
          expect(sentBy(other)).toBe(sentBy(reference));
        }
      }
    });

    it.each(calls)(
      'for want of memory has queued nothing, and lent nothing twice: %s',
      (_, call) => {
        const [, first] = pair();
        first.connection.send('y'.repeat(3));
        const expected = sentBy(first);
        for (let nth = 1; nth < 30; nth++) {
          const [one, other] = pair();
          one.connection.send('a'.repeat(60_000));
          let isMet = false;
          const before = one.connection.bufferedAmount;
          isMet = withoutMemory(nth, () => call(one.connection, 20_000));
          if (!isMet) break;
          expect(one.connection.bufferedAmount).toBe(before);
          sentBy(one);
          for (const end of [one, other, one]) end.connection.send('y'.repeat(3));
          expect(sentBy(one)).toBe(`${expected} ${expected}`);
          expect(sentBy(other)).toBe(expected);
        }
      },
    );
  });

  it('has queued none of the fragments of a message that are passed on', () => {
    const options = { fillRandom, limits: { maxFragmentBytes: 20_000 } };
    const data = new Uint8Array(70_000).fill(7);
    let nth = 1;
    for (; nth < 30; nth++) {
      const [one, reference] = [open(options), open(options)];
      for (const { connection } of [one, reference]) connection.send('a');
      const isMet = withoutMemory(nth, () => one.connection.send(data));
      if (!isMet) break;
      for (const text of ['b', data, 'c']) {
        for (const { connection } of [one, reference]) connection.send(text);
        expect(one.connection.bufferedAmount).toBe(reference.connection.bufferedAmount);
      }
      expect(sentBy(one)).toBe(sentBy(reference));
    }
    expect(nth).toBeGreaterThan(1);
  });

  it('goes on with a message in parts where it was', () => {
    const [one, reference] = [open({ fillRandom }), open({ fillRandom })];
    for (const part of ['a\ud83d', '\ude00b', 'c'.repeat(500)]) {
      const send = (): void => void one.connection.send(part, { fin: false });
      for (let nth = 1; withoutMemory(nth, send); nth++);
      reference.connection.send(part, { fin: false });
      expect(sentBy(one)).toBe(sentBy(reference));
    }
  });

  it('is as open as before when its Close frame cannot be made', () => {
    const end = open({ fillRandom });
    let isMet = false;
    for (let nth = 1; nth < 3; nth++) {
      isMet ||= withoutMemory(nth, () => end.connection.close(1000, 'bye', 0));
      if (end.connection.readyState !== 'open') break;
      expect(end.connection.bufferedAmount).toBe(0);
    }
    expect(isMet).toBe(true);
    const closed = inFullStack(() => end.connection.close(1000, 'bye', 0));
    expect(closed).toBeGreaterThan(0);
  });
});

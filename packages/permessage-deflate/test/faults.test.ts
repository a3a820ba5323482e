/** What is left when something throws while a message is compressed (RFC 7692 §7.2.1). @module */
import { describe, expect, it } from '@jest/globals';
import { permessageDeflate } from '@sansocket/permessage-deflate';
import { pakoBackend } from '@sansocket/permessage-deflate/pako';
import { SharedMemory, StateError } from 'sansocket';
import { DeflateEnd } from './support/deflate-end.ts';

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

/** Calls as deep as the stack goes, and once at each depth on the way back, until it has come through a few times. */
function inFullStack(call: () => void): void {
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
      // Full still.
    }
  };
  descend();
}

const json = (n: number): string =>
  JSON.stringify({ id: n, type: 'trade', symbol: 'ABC', price: 12.5 + n }).repeat(4);
const long = Array.from({ length: 200 }, (_, i) => json(i)).join();

const kinds = [
  ['with context takeover', {}],
  ['without context takeover', { clientNoContextTakeover: true }],
  ['with pako', { backend: pakoBackend() }],
] as const;

/** A client whose messages a server takes, and another one of the same extension. */
function ends(options: (typeof kinds)[number][1]) {
  const deflate = permessageDeflate({ ...options, threshold: 0 });
  const field =
    'clientNoContextTakeover' in options
      ? 'permessage-deflate; client_no_context_takeover'
      : 'permessage-deflate';
  const make = (): { one: DeflateEnd; peer: DeflateEnd } => ({
    one: new DeflateEnd('client', { deflate, field }),
    peer: new DeflateEnd('server', { deflate, field }),
  });
  return [make(), make()] as const;
}

function delivered({ one, peer }: { one: DeflateEnd; peer: DeflateEnd }): (string | Uint8Array)[] {
  peer.connection.receive(one.sent(), 0);
  return peer.messages();
}

describe.each(kinds)('a compressed message that throws, %s', (_, options) => {
  it.each([
    ['short', json(1)],
    ['long', long],
  ])('is not sent, and what follows is what the peer takes, here and elsewhere: %s', (__, text) => {
    let nth = 1;
    for (; nth < 15; nth++) {
      const [first, second] = ends(options);
      for (const end of [first, second]) {
        end.one.connection.send(json(1));
        expect(delivered(end)).toEqual([json(1)]);
      }
      const isMet = withoutMemory(nth, () => first.one.connection.send(text));
      if (!isMet) break;
      expect(first.one.connection.bufferedAmount).toBe(0);
      for (const end of [first, second, first]) {
        end.one.connection.send(json(2));
        end.one.connection.send(text);
        expect(delivered(end)).toEqual([json(2), text]);
      }
    }
    expect(nth).toBeGreaterThan(1);
  });

  it('is sent whole or not at all when the stack is full', () => {
    const [first, second] = ends(options);
    for (let i = 0; i < 2; i++) {
      let done = 0;
      const call = (): void => {
        first.one.connection.send(json(i));
        done++;
      };
      inFullStack(call);
      expect(done).toBeGreaterThan(0);
      expect(delivered(first)).toEqual(Array.from({ length: done }, () => json(i)));
      second.one.connection.send(json(i));
      expect(delivered(second)).toEqual([json(i)]);
    }
  });

  it('can be begun again in parts', () => {
    const [first] = ends(options);
    const begin = (): void => void first.one.connection.send(json(1), { fin: false });
    expect(withoutMemory(1, begin)).toBe(true);
    begin();
    first.one.connection.send(json(2), { fin: true });
    expect(delivered(first)).toEqual([json(1) + json(2)]);
  });

  it('behind a part that is sent ends the sending: the peer could not follow', () => {
    const memory = new FailingMemory();
    const deflate = permessageDeflate({ ...options, threshold: 0 });
    const { connection } = new DeflateEnd('client', { deflate, memory });
    connection.send(json(1), { fin: false });
    let state = 1;
    const noise = Array.from({ length: 100_000 }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return String.fromCharCode(33 + ((state >>> 16) % 90));
    }).join('');
    memory.isFailing = true;
    expect(() => connection.send(noise, { fin: false })).toThrow('Array buffer allocation failed');
    memory.isFailing = false;
    expect(() => connection.send(json(2))).toThrow(
      new StateError('Cannot send: an extension has lost a part of the message'),
    );
    connection.close(1000, undefined, 0);
    expect(connection.readyState).toBe('closing');
  });
});

/** Has no more when it is told so, however little is wanted. */
class FailingMemory extends SharedMemory {
  isFailing = false;

  override take(bytes: number): Uint8Array {
    if (this.isFailing) throw new RangeError('Array buffer allocation failed');
    return super.take(bytes);
  }
}

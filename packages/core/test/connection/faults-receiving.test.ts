/** What the peer sends makes nothing throw, whatever a capability or the engine has against it (§7.4.1). @module */
import { describe, expect, it } from '@jest/globals';
import { type Capabilities, type ConnectionEvent, SharedMemory } from 'sansocket';
import { concat, hex, pattern } from '../support/bytes.ts';
import type { End } from '../support/end.ts';
import { frameOf, maskFrames } from '../support/masked-frames.ts';
import { openServer, roles } from '../support/roles.ts';

/** Capabilities of which the `nth` call throws. */
function failing(nth: number): { capabilities: Capabilities; isHit: () => boolean } {
  let left = nth;
  const pass = (): void => {
    if (--left === 0) throw new RangeError('Invalid string length');
  };
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const capabilities: Capabilities = {
    allocate: (bytes) => {
      pass();
      return new Uint8Array(bytes);
    },
    decodeText: (bytes, start, end) => {
      pass();
      return decoder.decode(bytes.subarray(start, end));
    },
    decodeAscii: (bytes, start, end) => {
      pass();
      return String.fromCharCode(...bytes.subarray(start, end));
    },
  };
  return { capabilities, isHit: () => left <= 0 };
}

const text = new TextEncoder().encode('Zoë '.repeat(200));

/** Whole and in fragments, short and long, pings between. */
const traffic = concat(
  frameOf(0x81, text.subarray(0, 80)),
  frameOf(0x81, text),
  frameOf(0x82, pattern(100)),
  frameOf(0x02, pattern(700)),
  frameOf(0x89, hex('61')),
  frameOf(0x00, pattern(600)),
  frameOf(0x80, pattern(50)),
  frameOf(0x01, text),
  frameOf(0x80, text),
  frameOf(0x82, pattern(3000)),
  frameOf(0x81, new TextEncoder().encode('a'.repeat(50))),
);

function events({ connection }: End): readonly ConnectionEvent[] {
  const taken: ConnectionEvent[] = [];
  for (let event; (event = connection.nextEvent()) !== undefined; ) taken.push(event);
  return taken;
}

describe.each(roles)('a $role that cannot take what comes', ({ role, open }) => {
  const bytes = role === 'server' ? maskFrames(traffic) : traffic;

  it.each([{}, { messages: 'parts' }, { text: 'bytes' }] as const)(
    'fails with 1009 behind all that came before, and its neighbour takes the same: %j',
    (more) => {
      const usual = open(more);
      usual.connection.receive(bytes.slice(), 0);
      const expected = events(usual);
      let nth = 1;
      for (; nth < 100; nth++) {
        const { capabilities, isHit } = failing(nth);
        const options = { ...more, capabilities, memory: new SharedMemory() };
        const [one, other] = [open(options), open(options)];
        one.connection.receive(bytes.slice(), 0);
        const taken = events(one);
        if (!isHit()) break;
        const broken = taken.length - 1;
        expect(taken[broken]).toMatchObject({ rule: 'message-too-long', closeCode: 1009 });
        expect(taken.slice(0, broken)).toEqual(expected.slice(0, broken));
        other.connection.receive(bytes.slice(), 0);
        expect(events(other)).toEqual(expected);
      }
      expect(nth).toBeGreaterThan(4);
    },
  );
});

describe('a server that cannot take what comes', () => {
  const longText = maskFrames(frameOf(0x81, text));

  it('says why, at which byte, and sends a Close frame (§7.4.1)', () => {
    const { capabilities } = failing(1);
    const end = openServer({ capabilities });
    end.connection.receive(maskFrames(frameOf(0x81, hex('61'))), 0);
    end.connection.receive(longText.slice(), 0);
    const [first, second, none] = events(end);
    expect(first).toMatchObject({ type: 'message', data: 'a' });
    expect(second).toMatchObject({
      type: 'violation',
      detail: 'Message cannot be taken: RangeError: Invalid string length',
    });
    expect(none).toBeUndefined();
    const output = end.connection.nextOutput();
    expect(output?.type === 'write' && [...output.bytes]).toEqual([...hex('88 02 03 f1')]);
    end.connection.receive(longText.slice(), 0);
    expect(events(end)).toEqual([]);
  });

  it('fails where there is no memory for what has to wait', () => {
    const end = openServer();
    const engines = globalThis.Uint8Array;
    end.connection.receive(maskFrames(hex('81 01 61')), 0);
    globalThis.Uint8Array = new Proxy(engines, {
      construct: () => {
        throw new RangeError('Array buffer allocation failed');
      },
    });
    try {
      end.connection.receive(longText, 0);
    } finally {
      globalThis.Uint8Array = engines;
    }
    expect(events(end)).toMatchObject([{ data: 'a' }, { closeCode: 1009 }]);
  });

  it('keeps a ping that it cannot answer, and answers it later (§5.5.3)', () => {
    let isFailing = false;
    const memory = new (class extends SharedMemory {
      override take(count: number): Uint8Array {
        if (isFailing) throw new RangeError('Array buffer allocation failed');
        return super.take(count);
      }
    })();
    const end = openServer({ memory });
    isFailing = true;
    end.connection.receive(maskFrames(hex('89 01 61')), 0);
    expect(events(end)).toMatchObject([{ type: 'ping' }]);
    expect(end.connection.nextOutput()).toBeUndefined();
    isFailing = false;
    end.connection.outputSent(0, 0);
    const output = end.connection.nextOutput();
    expect(output?.type === 'write' && [...output.bytes]).toEqual([...hex('8a 01 61')]);
  });

  it('ends all the same when the answer to a Close frame cannot be made', () => {
    const memory = new (class extends SharedMemory {
      isFailing = false;
      override take(count: number): Uint8Array {
        if (this.isFailing) throw new RangeError('Array buffer allocation failed');
        return super.take(count);
      }
    })();
    const end = openServer({ memory });
    memory.isFailing = true;
    end.connection.receive(maskFrames(hex('88 02 03 e8')), 0);
    expect(events(end)).toMatchObject([{ type: 'close-received', code: 1000 }]);
    expect(end.connection.nextOutput()).toEqual({ type: 'end' });
    end.connection.receiveEnd(0);
    expect(events(end)).toMatchObject([{ type: 'close', code: 1000, wasClean: false }]);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Connection, ConnectionEvent } from 'sansocket';
import { ByteQueue } from 'sansocket/bytes';
import { FrameDecoder } from 'sansocket/framing';
import { cut, cuts } from '../support/arbitraries/cuts.ts';
import { wire } from '../support/arbitraries/wire.ts';
import { assertLaw } from '../support/assert-law.ts';
import { byteByByte, concat } from '../support/bytes.ts';
import { feed } from '../support/feed.ts';
import { copiedBytes, retained } from '../support/memory.ts';
import { Recorder } from '../support/recorder.ts';
import { type Subject, subjects } from '../support/subject.ts';
import { bigEndian, wireBytes } from '../support/wire-frame.ts';

const MIB = 2 ** 20;

/** What a connection may keep in buffers whatever it received. */
const CONSTANT = 2 ** 11;

/** What the measure of the heap may err by. */
const NOISE = 2 ** 20;

function open(subject: Subject): Recorder {
  const recorder = new Recorder(subject.connect());
  recorder.connection.receive(subject.head(), 0);
  recorder.takeAll();
  return recorder;
}

/** An open connection that was given chunks, its events taken and dropped. */
function fed(subject: Subject, chunks: Iterable<Uint8Array>): Connection {
  const { connection } = open(subject);
  for (const chunk of chunks) {
    connection.receive(chunk, 0);
    while (connection.nextEvent() !== undefined);
    while (connection.nextOutput() !== undefined);
  }
  return connection;
}

/** The same fragment again and again, `perChunk` of them in a chunk. */
function* fragments(key: Subject['key'], size: number, count: number): Generator<Uint8Array> {
  yield wireBytes({ opcode: 2, fin: false, payload: new Uint8Array(0), key });
  const fragment = wireBytes({ opcode: 0, fin: false, payload: new Uint8Array(size), key });
  const perChunk = 1000;
  for (let left = count; left > 0; left -= perChunk) {
    yield concat(...new Array<Uint8Array>(Math.min(left, perChunk)).fill(fragment));
  }
}

/** The bytes of an event that the application may keep for ever. */
function handedOut(event: ConnectionEvent): Uint8Array[] {
  return Object.values(event).filter((value) => value instanceof Uint8Array);
}

describe('ByteQueue', () => {
  it('never has room for more than twice its bytes, whatever it is told to expect', () => {
    const appends = fc.array(fc.tuple(fc.nat({ max: 300 }), fc.nat({ max: 2 ** 40 })));
    assertLaw(
      fc.property(appends, (pieces) => {
        const queue = new ByteQueue();
        for (const [size, expected] of pieces) {
          queue.append(new Uint8Array(size), 0, size, expected);
          expect(queue.bytes.length).toBeLessThanOrEqual(Math.max(2 * queue.length, 64));
        }
      }),
      200,
    );
  });
});

describe.each(subjects)('memory of a $role', (subject) => {
  const { key } = subject;

  it('is never held by events beyond twice what they say', () => {
    assertLaw(
      fc.property(wire(key), cuts(), (frames, sizes) => {
        const { events } = feed(subject, cut(concat(subject.head(), frames), sizes));
        for (const bytes of events.flatMap(handedOut)) {
          expect(bytes.buffer.byteLength).toBeLessThanOrEqual(2 * bytes.length + 64);
        }
      }),
      200,
    );
  });

  it.each([
    ['one byte', 1, MIB / 8],
    ['1 KiB', 2 ** 10, 2 ** 11],
  ])('is at most twice the bytes of a message in fragments of %s', (_, size, count) => {
    const { buffers, heap } = retained(() => fed(subject, fragments(key, size, count)));
    expect(buffers).toBeGreaterThanOrEqual(size * count);
    expect(buffers).toBeLessThan(2 * size * count + CONSTANT);
    expect(heap).toBeLessThan(NOISE);
  });

  it('is not taken on the word of a payload length', () => {
    const mask = subject.role === 'server' ? 0x80 : 0;
    const header = Uint8Array.of(0x82, mask | 127, ...bigEndian(16n * BigInt(MIB), 8));
    const bytes = concat(header, key ?? new Uint8Array(0), new Uint8Array(10));
    expect(retained(() => fed(subject, [bytes])).buffers).toBeLessThan(CONSTANT);
  });

  it('is at most twice the bytes that wait for the application', () => {
    const message = wireBytes({ opcode: 2, payload: new Uint8Array(100), key });
    const chunks = new Array<Uint8Array>(10_000).fill(message);
    const { buffers, heap } = retained(() => {
      const { connection } = open(subject);
      for (const chunk of chunks) connection.receive(chunk, 0);
      return connection;
    });
    expect(buffers).toBeLessThan(2 * message.length * chunks.length + CONSTANT);
    expect(heap).toBeLessThan(NOISE);
  });

  it('is not held by chunks whose events are taken', () => {
    const message = wireBytes({ opcode: 2, payload: new Uint8Array(MIB), key });
    expect(retained(() => fed(subject, [message.slice()])).buffers).toBeLessThan(CONSTANT);
  });

  it('is not held by a chunk with the head in it', () => {
    const message = wireBytes({ opcode: 2, payload: new Uint8Array(50_000), key });
    const make = (): Connection => {
      const recorder = new Recorder(subject.connect());
      recorder.connection.receive(concat(subject.head(), message), 0);
      recorder.takeAll();
      return recorder.connection;
    };
    expect(retained(make).buffers).toBeLessThan(CONSTANT);
  });

  it('is not held by events that are taken while others wait', () => {
    const message = wireBytes({ opcode: 2, payload: new Uint8Array(10_000), key });
    const make = (): Connection => {
      const { connection } = open(subject);
      connection.receive(message.slice(), 0);
      for (let i = 0; i < 300; i++) {
        connection.receive(message.slice(), 0);
        connection.nextEvent();
      }
      return connection;
    };
    expect(retained(make).buffers).toBeLessThan(6 * message.length);
  });

  it('is a few KiB for a connection that waits', () => {
    const connections = 500;
    const make = (): Connection[] =>
      Array.from({ length: connections }, () => open(subject).connection);
    const { buffers, heap } = retained(make);
    expect(buffers / connections).toBeLessThan(CONSTANT);
    expect(heap / connections).toBeLessThan(4 * CONSTANT);
  });
});

describe('copiedBytes()', () => {
  it('counts what is copied from array to array, while it is asked to', () => {
    const copy = (): void => new Uint8Array(10).set(new Uint8Array(7), 1);
    expect(copiedBytes(copy)).toBe(7);
    expect(copiedBytes(() => undefined)).toBe(0);
  });
});

describe.each(subjects)('work of a $role', (subject) => {
  const { key } = subject;

  /** Bytes copied for each byte received, which grow with the number of bytes when work is not linear. */
  const copiedPerByte = (chunks: readonly Uint8Array[]): number => {
    const length = concat(...chunks).length;
    return copiedBytes(() => fed(subject, chunks)) / length;
  };

  it.each([
    ['fragments of one byte', (n: number) => [...fragments(key, 1, n)]],
    ['one frame byte by byte', (n: number) => byteByByte(bigFrame(key, n))],
    ['one frame at once', (n: number) => [bigFrame(key, n)]],
    ['empty fragments and pings', (n: number) => floods(key, n / 20)],
  ])('is linear in the bytes of %s', (_, make) => {
    const few = copiedPerByte(make(5_000));
    const many = copiedPerByte(make(40_000));
    expect(many).toBeLessThanOrEqual(Math.max(1.5 * few, 3));
  });

  it('takes at most two steps of the decoder for a byte and a chunk', () => {
    assertLaw(
      fc.property(wire(key), cuts(), (frames, sizes) => {
        const decoder = new FrameDecoder({ role: subject.role });
        let steps = 0;
        const chunks = cut(frames, sizes);
        for (const chunk of chunks) {
          decoder.push(chunk);
          for (let step = decoder.next(); ; step = decoder.next()) {
            steps++;
            if (step === 'violation') return;
            if (step === 'need-input') break;
          }
        }
        expect(steps).toBeLessThanOrEqual(2 * frames.length + 2 * chunks.length);
      }),
      200,
    );
  });

  it('is linear in the bytes of a head that comes byte by byte', () => {
    const head = subject.head();
    const long = (size: number): Uint8Array =>
      concat(head.slice(0, -2), new TextEncoder().encode(`x: ${'y'.repeat(size)}\r\n\r\n`));
    const copied = (size: number): number => {
      const bytes = long(size);
      return copiedBytes(() => feed(subject, byteByByte(bytes))) / bytes.length;
    };
    expect(copied(8_000)).toBeLessThanOrEqual(Math.max(1.5 * copied(1_000), 3));
  });
});

function bigFrame(key: Subject['key'], length: number): Uint8Array {
  return wireBytes({ opcode: 2, payload: new Uint8Array(length), key });
}

function floods(key: Subject['key'], count: number): Uint8Array[] {
  const begin = wireBytes({ opcode: 1, fin: false, payload: new Uint8Array(1), key });
  const empty = wireBytes({ opcode: 0, fin: false, payload: new Uint8Array(0), key });
  const some = wireBytes({ opcode: 0, fin: false, payload: new Uint8Array(1), key });
  const ping = wireBytes({ opcode: 9, payload: new Uint8Array(2), key });
  return [begin, ...new Array<Uint8Array>(count).fill(concat(empty, ping, some))];
}

/**
 * What a connection keeps and copies, where it depends on how core is built; what is asked of every
 * implementation is a law of the testkit.
 *
 * @module
 */

import { describe, expect, it } from '@jest/globals';
import { engineMeter } from '@sansocket/testkit/laws';
import fc from 'fast-check';
import type { Connection } from 'sansocket';
import { ByteQueue } from 'sansocket/bytes';
import { FrameDecoder } from 'sansocket/framing';
import { cut, cuts } from '../support/arbitraries/cuts.ts';
import { wire } from '../support/arbitraries/wire.ts';
import { assertLaw } from '../support/assert-law.ts';
import { byteByByte, concat } from '../support/bytes.ts';
import { feed } from '../support/feed.ts';
import { retained } from '../support/memory.ts';
import { Recorder } from '../support/recorder.ts';
import { type Subject, subjects } from '../support/subject.ts';
import { wireBytes } from '../support/wire-frame.ts';

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

  it('has no object for each fragment', () => {
    const begun = wireBytes({ opcode: 2, fin: false, payload: new Uint8Array(1), key });
    const fragment = wireBytes({ opcode: 0, fin: false, payload: new Uint8Array(1), key });
    const chunk = concat(...new Array<Uint8Array>(1_000).fill(fragment));
    const make = (): Connection => {
      const { connection } = open(subject);
      connection.receive(begun, 0);
      for (let i = 0; i < 100; i++) {
        connection.receive(chunk, 0);
        while (connection.nextEvent() !== undefined);
      }
      return connection;
    };
    expect(retained(make).heap).toBeLessThan(NOISE);
  });

  it('has no object for each message that waits', () => {
    const message = wireBytes({ opcode: 2, payload: new Uint8Array(100), key });
    const make = (): Connection => {
      const { connection } = open(subject);
      for (let i = 0; i < 10_000; i++) connection.receive(message, 0);
      return connection;
    };
    expect(retained(make).heap).toBeLessThan(NOISE);
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

describe.each(subjects)('work of a $role', (subject) => {
  it('takes at most two steps of the decoder for a byte and a chunk', () => {
    assertLaw(
      fc.property(wire(subject.key), cuts(), (frames, sizes) => {
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
    const { copied } = engineMeter();
    const copiedPerByte = (size: number): number => {
      const field = new TextEncoder().encode(`x: ${'y'.repeat(size)}\r\n\r\n`);
      const chunks = byteByByte(concat(head.slice(0, -2), field));
      return copied!(() => feed(subject, chunks)) / chunks.length;
    };
    expect(copiedPerByte(8_000)).toBeLessThanOrEqual(Math.max(1.5 * copiedPerByte(1_000), 3));
  });
});

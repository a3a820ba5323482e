/**
 * Limits that a connection has besides those of what it receives, which are a law of the testkit.
 *
 * @module
 */

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Limits } from 'sansocket';
import { bytesOf } from '../handshake/heads.ts';
import { assertLaw } from '../support/assert-law.ts';
import { concat } from '../support/bytes.ts';
import { feed } from '../support/feed.ts';
import { Recorder } from '../support/recorder.ts';
import { subjects } from '../support/subject.ts';

describe.each(subjects)('limits of what a $role sends', (subject) => {
  function openConnection(limits: Partial<Limits>): Recorder {
    const recorder = new Recorder(subject.connect({ limits }));
    recorder.connection.receive(subject.head(), 0);
    recorder.takeAll();
    recorder.connection.outputSent(recorder.written.length, 0);
    return recorder;
  }

  it('takes a reason of 123 bytes, and none with one more (§5.5)', () => {
    const { connection } = openConnection({});
    const longest = 'ü'.repeat(61);
    expect(() => connection.close(1000, `${longest}xy`, 0)).toThrow(RangeError);
    expect(connection.readyState).toBe('open');
    connection.close(1000, `${longest}x`, 0);
    expect(connection.readyState).toBe('closing');
  });

  it('says high-water with the first byte over outputHighWaterBytes', () => {
    assertLaw(
      fc.property(fc.integer({ min: 2, max: 100 }), (length) => {
        const overhead = subject.role === 'client' ? 6 : 2;
        const send = (outputHighWaterBytes: number): string =>
          openConnection({ outputHighWaterBytes }).connection.send(new Uint8Array(length));
        expect(send(length + overhead)).toBe('ok');
        expect(send(length + overhead - 1)).toBe('high-water');
      }),
      50,
    );
  });
});

describe('limits of what waits for the answer to a handshake', () => {
  const [server, client] = subjects;

  it('lets maxEarlyBytes wait, and not one more (§10.4)', () => {
    assertLaw(
      fc.property(fc.nat({ max: 300 }), (maxEarlyBytes) => {
        const trial = (length: number) => {
          const connection = server!.connect({ limits: { maxEarlyBytes } });
          const recorder = new Recorder(connection, () => {});
          const early = new Uint8Array(length);
          connection.receive(concat(server!.head(), early), 0);
          recorder.takeEvents();
          return recorder.events.map((event) => ('rule' in event ? event : event.type));
        };
        expect(trial(maxEarlyBytes)).toEqual(['handshake-request']);
        expect(trial(maxEarlyBytes + 1)).toMatchObject([
          'handshake-request',
          { rule: 'too-many-early-bytes', offset: server!.head().length + maxEarlyBytes },
        ]);
      }),
      50,
    );
  });

  it('keeps maxRejectedBodyBytes of a body, and not one more', () => {
    assertLaw(
      fc.property(fc.nat({ max: 300 }), fc.nat({ max: 300 }), (maxRejectedBodyBytes, length) => {
        const body = new Uint8Array(length).fill(7);
        const response = concat(bytesOf('HTTP/1.1 403 Forbidden\r\n\r\n'), body);
        const { events } = feed(client!, [response], {
          connection: { limits: { maxRejectedBodyBytes } },
        });
        expect(events.find(({ type }) => type === 'handshake-rejected')).toMatchObject({
          status: 403,
          body: body.slice(0, maxRejectedBodyBytes),
        });
      }),
      50,
    );
  });
});

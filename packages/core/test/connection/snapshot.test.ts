/** Snapshots of open connections: what goes on elsewhere goes on the same. @module */
import { describe, expect, it } from '@jest/globals';
import { ClientConnection, ServerConnection, StateError } from 'sansocket';
import { hex } from '../support/bytes.ts';
import { maskFrames } from '../support/masked-frames.ts';
import { sampleEntropy } from '../support/sample-entropy.ts';
import { open, restore, take } from '../support/snapshots.ts';
import { subjects } from '../support/subject.ts';

describe.each(subjects)('a snapshot of a $role', (subject) => {
  it('is plain data without entropy, and leaves the connection as it is', () => {
    const connection = open(subject, { fillRandom: sampleEntropy });
    const before = take(connection);
    const snapshot = connection.snapshot();
    expect(structuredClone(snapshot)).toEqual(snapshot);
    expect(take(connection)).toEqual(before);
  });

  it('counts the time until each timeout on the clock of the place where it goes on', () => {
    const connection = open(subject, { fillRandom: sampleEntropy });
    const at = connection.nextTimeout()?.at ?? Number.NaN;
    connection.outputSent(0, 5);
    const elsewhere = restore(connection, connection.snapshot(), {}, 1_000_000);
    expect(elsewhere.nextTimeout()?.at).toBe(1_000_000 + at - 5);
  });

  it('keeps count of the pings, so that the next one has another payload', () => {
    const connection = open(subject, { fillRandom: sampleEntropy });
    connection.handleTimeout(30_000);
    take(connection);
    connection.outputSent(1e6, 30_000);
    const { pings } = connection.snapshot();
    expect(pings).toMatchObject({ count: 1, last: { payload: hex('00 00 00 00'), ageMs: 0 } });
    const elsewhere = restore(connection, connection.snapshot(), {}, 7);
    expect(elsewhere.snapshot().pings).toEqual(pings);
  });

  it('names the timeouts that are armed, and no others', () => {
    const at = 30_000;
    const connection = open(subject, { fillRandom: sampleEntropy });
    const snapshot = connection.snapshot();
    expect(snapshot.timeouts).toEqual([{ reason: 'keepalive-ping', inMs: at }]);
    const twin = restore(connection, snapshot, {}, 7);
    expect(twin.nextTimeout()).toEqual({ at: 7 + at, reason: 'keepalive-ping' });
    const timeouts = { idleMs: 70 };
    const idle = open(subject, { fillRandom: sampleEntropy, timeouts });
    expect(idle.snapshot().timeouts).toEqual([
      { reason: 'keepalive-ping', inMs: at },
      { reason: 'idle', inMs: 70 },
    ]);
  });

  it('knows how much has come while nothing was read', () => {
    const options = {
      fillRandom: sampleEntropy,
      timeouts: { keepalivePingMs: 10, keepalivePongMs: 10 },
      limits: { inputHighWaterBytes: 8 },
    };
    const connection = open(subject, options);
    connection.pauseReceiving();
    const pongs = hex('8a 00'.repeat(6));
    const looksAfterTime = (end: typeof connection, now: number): boolean => {
      for (const ms of [10, 20]) end.handleTimeout(now + ms);
      take(end);
      return end.wantsInput;
    };
    expect(looksAfterTime(connection, 0)).toBe(true);
    connection.receive(subject.key ? maskFrames(pongs) : pongs, 20);
    take(connection);
    const twin = restore(connection, connection.snapshot(), options, 20);
    for (const end of [connection, twin]) expect(looksAfterTime(end, 20)).toBe(false);
  });

  it('cannot be taken unless it is open and all is taken', () => {
    const fresh = subject.connect();
    expect(() => fresh.snapshot()).toThrow(
      new StateError('Cannot take a snapshot: the connection is connecting'),
    );
    const connection = open(subject, { fillRandom: sampleEntropy });
    connection.send('a');
    expect(() => connection.snapshot()).toThrow('output waits to be taken');
    take(connection);
    connection.receive(subject.key ? maskFrames(hex('8a 00')) : hex('8a 00'), 0);
    expect(() => connection.snapshot()).toThrow('events wait to be taken');
    take(connection);
    connection.receiveEnd(0);
    expect(() => connection.snapshot()).toThrow('the peer has ended the stream');
  });

  it('cannot be restored by the other role, nor with limits that it is over', () => {
    const connection = open(subject, { fillRandom: sampleEntropy });
    const begun = hex('02 03 01 02 03');
    connection.receive(subject.key ? maskFrames(begun) : begun, 0);
    take(connection);
    const snapshot = connection.snapshot();
    const other = connection.role === 'server' ? ClientConnection : ServerConnection;
    expect(() => other.restore(snapshot, { fillRandom: sampleEntropy }, 0)).toThrow(
      new TypeError(`Cannot restore: the snapshot is version 1 of a ${connection.role}`),
    );
    const low = { fillRandom: sampleEntropy, limits: { maxMessageBytes: 2 } };
    expect(() => restore(connection, snapshot, low, 0)).toThrow(
      new RangeError('Cannot restore: received breaks a rule, or the limits are lower now'),
    );
  });
});

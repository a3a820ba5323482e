/** Snapshots at places that random steps seldom reach. @module */
import { describe, expect, it } from '@jest/globals';
import {
  ClientConnection,
  type ConnectionOptions,
  ServerConnection,
  type Snapshot,
  StateError,
} from 'sansocket';
import { hex } from '../support/bytes.ts';
import { End } from '../support/end.ts';
import { type RoleCase, roles } from '../support/roles.ts';
import { sampleEntropy } from '../support/sample-entropy.ts';
import { tagging } from '../support/toy-extensions.ts';

/** What goes on where the snapshot was taken, at time 0. */
function restored({ role }: RoleCase, snapshot: Snapshot, options: ConnectionOptions = {}): End {
  const all = { fillRandom: sampleEntropy, ...options };
  return new End(
    role === 'server'
      ? ServerConnection.restore(snapshot, all, 0)
      : ClientConnection.restore(snapshot, all, 0),
  );
}

describe.each(roles)('snapshot of a $role', (subject) => {
  const { open, received } = subject;

  it.each(['01 03 61', '89 03 61', '82 03 61'])(
    'leaves a connection alone that has %s of a frame, and changes no byte of it',
    (begun) => {
      const whole = received(`${begun} 62 63`);
      const end = open().receive(whole.subarray(0, whole.length - 2));
      expect(end.events()).toEqual([]);
      const snapshot = end.connection.snapshot();
      const copy = structuredClone(snapshot);
      const straight = open().receive(whole);
      end.receive(whole.subarray(whole.length - 2));
      const twin = restored(subject, snapshot, { inPlace: true });
      twin.receive(whole.slice(whole.length - 2));
      expect(snapshot).toEqual(copy);
      const events = straight.events();
      expect(end.events()).toEqual(events);
      expect(twin.events()).toEqual(events);
    },
  );

  it.each(['', '00 00', '00 00 00 00', '00 01 62', '00 00 00 01 62', '00 00 00 01 62 00 00'])(
    'counts the empty fragments in a row at the end of "01 01 61 %s"',
    (fragments) => {
      const limits = { limits: { maxEmptyFragments: 2 } };
      const end = open(limits).receive(received(`01 01 61 ${fragments}`));
      expect(end.events()).toEqual([]);
      const twin = restored(subject, end.connection.snapshot(), limits);
      for (let i = 0; i < 3; i++) {
        end.receive(received('00 00'));
        twin.receive(received('00 00'));
        expect(twin.types()).toEqual(end.types());
      }
      expect(twin.connection.readyState).toBe('closing');
    },
  );

  it('counts the time since our last ping', () => {
    const end = open();
    end.connection.ping(hex('61'), 0);
    end.outputs();
    end.now = 5;
    end.credit();
    const twin = restored(subject, end.connection.snapshot());
    twin.now = 2;
    expect(twin.receive(received('8a 01 61')).events()).toMatchObject([{ latency: 7 }]);
  });

  it('keeps the latency, and that no ping waits', () => {
    const end = open();
    end.connection.ping(hex('61'), 0);
    end.outputs();
    end.now = 5;
    end.credit().receive(received('8a 01 61')).events();
    const twin = restored(subject, end.connection.snapshot());
    expect(twin.connection.latency).toBe(5);
    expect(twin.receive(received('8a 01 61')).events()).toMatchObject([{ latency: undefined }]);
  });

  it('cannot be taken while an event waits that no bytes are behind', () => {
    const end = open({ limits: { outputHighWaterBytes: 0 } });
    end.connection.send('a');
    end.outputs();
    end.credit();
    expect(() => end.connection.snapshot()).toThrow(
      new StateError('Cannot take a snapshot: events wait to be taken'),
    );
    expect(end.types()).toEqual(['drain']);
    end.connection.snapshot();
  });

  it('cannot be taken while an extension is in use', () => {
    const end = open({ extensions: [tagging('foo', 0x40, 1)] });
    expect(() => end.connection.snapshot()).toThrow(
      new StateError('Cannot take a snapshot: an extension is in use'),
    );
  });

  it('cannot be restored from one that another version of this library made', () => {
    const snapshot = { ...open().connection.snapshot(), version: 2 } as unknown as Snapshot;
    expect(() => restored(subject, snapshot)).toThrow(
      new TypeError(`Cannot restore: the snapshot is version 2 of a ${subject.role}`),
    );
  });
});

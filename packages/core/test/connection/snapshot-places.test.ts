/** Snapshots at places that random steps seldom reach. @module */
import { describe, expect, it } from '@jest/globals';
import {
  ClientConnection,
  type ConnectionOptions,
  ServerConnection,
  type Snapshot,
  StateError,
} from 'sansocket';
import { concat, hex, pattern } from '../support/bytes.ts';
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

  it.each([
    // Two fragmented messages, a ping inside, code points cut, an empty fragment; then a whole one.
    '01 02 48 c3 00 00 00 02 a9 e2 89 02 61 62 80 02 82 ac 02 01 01 80 02 02 03 81 02 c3 a9 8a 00',
    // A length of two bytes, as the first and as a further fragment.
    `02 7e 01 02 ${'61 '.repeat(258)}00 7e 00 7e ${'62 '.repeat(126)}80 01 63`,
    // A whole message, between fragments of another only as far as pings.
    '82 03 01 02 03 01 00 89 00 00 01 61 80 00 81 00',
  ])('goes on after every byte, to the violation at the end: case %#', (frames) => {
    const legal = received(frames);
    const whole = concat(legal, received('83 00'));
    for (const options of [{}, { messages: 'parts', text: 'bytes' }] as const) {
      for (let cut = 0; cut <= legal.length; cut += cut < 40 || cut + 40 > legal.length ? 1 : 37) {
        const straight = open(options).receive(whole.slice(0, cut));
        straight.events();
        straight.outputs();
        straight.credit();
        const twin = restored(subject, straight.connection.snapshot(), options);
        const events = straight.receive(whole.slice(cut)).events();
        expect(twin.receive(whole.slice(cut)).events()).toEqual(events);
        expect(events.at(-1)).toMatchObject({ type: 'violation', rule: 'opcode-reserved' });
      }
    }
  });

  it('goes on inside a length of eight bytes', () => {
    const data = pattern(0x10203);
    const whole = received(concat(hex('82 7f 00 00 00 00 00 01 02 03'), data));
    for (const cut of [1, 2, 3, 8, 9, 10, 11, 14, 15, 1000]) {
      const end = open().receive(whole.slice(0, cut));
      expect(end.events()).toEqual([]);
      const twin = restored(subject, end.connection.snapshot());
      const message = { type: 'message', kind: 'binary', data };
      expect(twin.receive(whole.slice(cut)).events()).toEqual([message]);
    }
  });

  it('knows of the payload no more than its length, beyond maxFrameBytes too', () => {
    const limits = { limits: { maxFrameBytes: 125, maxEmptyFragments: 1 } };
    const piece = `7d ${'61 '.repeat(125)}`;
    const end = open(limits).receive(received(`02 ${piece} 00 ${piece}`));
    expect(end.events()).toEqual([]);
    const twin = restored(subject, end.connection.snapshot(), limits);
    expect(twin.receive(received('00 00 80 01 61')).types()).toEqual(['message']);
  });

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
    end.connection.ping(hex('61'), 3);
    end.outputs();
    end.now = 8;
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

  it('keeps the message that is being sent in parts, and the code point that one ended in', () => {
    const text = { kind: 'text', fin: false } as const;
    const rows: readonly (readonly [(string | Uint8Array)[], string | Uint8Array, string])[] = [
      [['a'], 'b', '80 01 62'],
      [['a\ud83d'], '\ude00', '80 04 f0 9f 98 80'],
      [[hex('61 e2'), hex('82')], hex('ac'), '80 01 ac'],
      [[hex('c3 a9 f0 9f')], hex('98 80'), '80 02 98 80'],
      [[hex('c3 a9')], hex('61'), '80 01 61'],
    ];
    for (const [parts, last, frames] of rows) {
      const end = open();
      for (const part of parts) end.connection.send(part, text);
      end.outputs();
      end.credit();
      const twin = restored(subject, end.connection.snapshot());
      twin.connection.outputSent(0, 0);
      twin.connection.send(last, { kind: 'text' });
      expect(twin.output()).toEqual([subject.sent(frames)]);
    }
  });

  it('knows which piece of a code point waits for the rest, and nothing before it', () => {
    const sendingOf = (...parts: Uint8Array[]): unknown => {
      const end = open();
      for (const part of parts) end.connection.send(part, { kind: 'text', fin: false });
      end.outputs();
      end.credit();
      return end.connection.snapshot().sending;
    };
    const rest = (data: string): unknown => ({ kind: 'text', data: hex(data) });
    expect(sendingOf(hex('c3 a9 e2 82'))).toEqual(rest('e2 82'));
    expect(sendingOf(hex('e2'), hex('82'))).toEqual(rest('e2 82'));
    expect(sendingOf(hex('f0 9f'), hex('98 80 c3'))).toEqual(rest('c3'));
    expect(sendingOf(hex('e2'), hex('82 ac'))).toEqual(rest(''));
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

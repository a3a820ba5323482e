/* eslint-disable -- what JavaScript hands in has no type */
import { describe, expect, it } from '@jest/globals';
import { ServerConnection, type Snapshot } from 'sansocket';
import { createRequest } from 'sansocket/handshake';
import { openClient, openServer } from '../support/roles.ts';

/** Whatever JavaScript hands in. */
// biome-ignore lint/suspicious/noExplicitAny: the compiler would refuse these calls.
type Anything = any;

const onEvent = (): void => undefined;

describe('send()', () => {
  it.each(['server', 'client'])(
    'of a %s refuses options that are none, and changes nothing',
    (role) => {
      const { connection } = role === 'server' ? openServer() : openClient();
      const refuse = (options: Anything, message: string) => {
        expect(() => connection.send('a', options)).toThrow(new TypeError(message));
      };
      refuse({ rsv1: true }, 'There is no option rsv1: there are fin, kind, compress');
      refuse(onEvent, 'options must be an object, got a function');
      refuse({ fin: 0 }, 'fin must be true or false, got 0');
      for (const [data, name] of [
        [new ArrayBuffer(3), 'an ArrayBuffer'],
        [new DataView(new ArrayBuffer(3)), 'a DataView'],
        [new Uint16Array(3), 'a Uint16Array'],
        [5, '5'],
      ] as const) {
        const message = `data must be a string or a Uint8Array, got ${name}`;
        expect(() => connection.send(data as Anything)).toThrow(new TypeError(message));
      }
      expect(connection.nextOutput()).toBeUndefined();
      expect(() => connection.outputSent('5' as Anything, 0)).toThrow(TypeError);
      expect(() => connection.close(1000, 5 as Anything, 0)).toThrow(TypeError);
      expect(connection.readyState).toBe('open');
    },
  );
});

describe('createRequest()', () => {
  const key = new Uint8Array(16);

  it.each<Anything>([
    [{ name: 'foo' }],
    [[{ name: 'foo' }]],
    [[{ name: 'foo', parameters: 'a' }]],
    [[{ parameters: [] }]],
    [[{ name: 5, parameters: [] }]],
  ])('refuses %p, which are no extensions', (extensions) => {
    const message = /^extensions must be an array of offers, got an/;
    expect(() => createRequest('ws://host', { key, extensions })).toThrow(message);
  });

  it('takes extensions', () => {
    const extensions = [{ name: 'foo', parameters: [] }];
    expect(createRequest('ws://host', { key, extensions }).fields).toContainEqual([
      'Sec-WebSocket-Extensions',
      'foo',
    ]);
  });
});

describe('restore()', () => {
  const snapshot = (): Anything => ({ ...openServer().connection.snapshot() });
  const restore = (data: Anything) => ServerConnection.restore(data, {}, 0);

  it.each([5, undefined, null, 'a', {}, []])('refuses %p', (data) => {
    expect(() => restore(data)).toThrow(TypeError);
  });

  it('refuses what went through JSON, and names the member', () => {
    const data = JSON.parse(JSON.stringify(snapshot()));
    expect(() => restore(data)).toThrow('snapshot.received must be a Uint8Array, got an object');
  });

  it.each<readonly [keyof Snapshot, unknown]>([
    ['version', '1'],
    ['role', 'x'],
    ['subprotocol', 5],
    ['received', [1]],
    ['subprotocol', 'a b'],
    ['subprotocol', ''],
    ['offset', -1],
    ['offset', Number.POSITIVE_INFINITY],
    ['offset', 2 ** 53],
    ['sent', Number.POSITIVE_INFINITY],
    ['waited', 2 ** 60],
    ['sending', 'a'],
    ['sending', { kind: 'text' }],
    ['unsent', Number.NaN],
    ['unsent', Infinity],
    ['offset', 2 ** 60],
    ['unsent', '5'],
    ['unsent', Number.POSITIVE_INFINITY],
    ['full', 1],
    ['pendingPing', 'a'],
    ['pendingPing', new Uint8Array(126)],
    ['pings', undefined],
    ['pings', { count: 'a' }],
    ['pings', { count: 1, last: { payload: 'a', ageMs: 1 } }],
    ['pings', { count: 1, last: { payload: new Uint8Array(126), ageMs: 1 } }],
    ['pings', { count: 1, last: undefined, latency: 'a' }],
    ['paused', undefined],
    ['timeouts', {}],
    ['timeouts', [null]],
    ['timeouts', [{ reason: 'idle', inMs: Number.NaN }]],
    ['timeouts', [{ reason: 'lunch', inMs: 1 }]],
    ['timeouts', [{ reason: 'linger', inMs: 1 }]],
    ['timeouts', [{ reason: 'opening-handshake', inMs: 1 }]],
    ['timeouts', [{ reason: 'closing-handshake', inMs: 1 }]],
    ['timeouts', [1, 2].map((inMs) => ({ reason: 'idle', inMs }))],
  ])('refuses %s as %p by a TypeError that names it', (member, value) => {
    const data = { ...snapshot(), [member]: value };
    expect(() => restore(data)).toThrow(TypeError);
    expect(() => restore(data)).toThrow(new RegExp(`^snapshot\\.${member}`));
  });

  it('refuses bytes that break a rule, and says so', () => {
    const data = { ...snapshot(), received: Uint8Array.of(0x83) };
    expect(() => restore(data)).toThrow(
      new RangeError('Cannot restore: received breaks a rule, or the limits are lower now'),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { calls, isCallName, type Log, Recorder } from '@sansocket/testkit/record';
import { ClientConnection, Driver, ServerConnection } from 'sansocket';
import { recordEcho } from './support/echo.ts';

function callsIn(log: Log): string[] {
  return log.map(({ call }) => call);
}

describe('Recorder', () => {
  it('writes down each call with its arguments and what came of it', () => {
    const recorder = new Recorder();
    const connection = recorder.server({ subprotocols: ['chat'] }, 3);
    connection.receive(Uint8Array.of(0x47, 0x45), 4);
    connection.nextTimeout();

    expect(recorder.log).toEqual([
      {
        call: 'create',
        args: { role: 'server', options: { subprotocols: ['chat'] }, now: 3 },
      },
      { call: 'receive', args: { chunk: { $hex: '47 45' }, now: 4 } },
      { call: 'nextTimeout', returns: { at: 10_003, reason: 'opening-handshake' } },
    ]);
  });

  it('writes down what is thrown, and throws it', () => {
    const recorder = new Recorder();
    const connection = recorder.server({}, 0);

    expect(() => connection.send('too early')).toThrow('Cannot send');
    expect(recorder.log[1]).toEqual({
      call: 'send',
      args: { data: 'too early' },
      throws: 'StateError: Cannot send: the connection is not open yet',
    });
  });

  it('writes down the entropy that a call drew, the constructor too', () => {
    const recorder = new Recorder();
    recorder.client('ws://example.com/', { fillRandom: (bytes) => bytes.fill(7) }, 0);

    expect(recorder.log[0]?.entropy).toEqual([{ $hex: Array(16).fill('07').join(' ') }]);
    expect(recorder.log[0]?.args?.['options']).toEqual({});
  });

  it('keeps what was given as it was, whatever is done to it later', () => {
    const recorder = new Recorder();
    const chunk = Uint8Array.of(1, 2);
    recorder.server({}, 0).receive(chunk, 0);
    chunk.fill(9);

    expect(recorder.log[1]?.args?.['chunk']).toEqual({ $hex: '01 02' });
  });

  it('gives a connection like any other', () => {
    const recorder = new Recorder();
    const connection = recorder.wrap(
      new ClientConnection('ws://example.com/', { fillRandom: recorder.tap() }, 0),
    );
    const writes: Uint8Array[] = [];
    const nothing = (): void => {};
    new Driver(
      connection,
      {
        write: (pieces) => writes.push(...pieces),
        end: nothing,
        abort: nothing,
        read: nothing,
        wakeAt: nothing,
      },
      nothing,
    ).turn();

    expect(connection).toBeInstanceOf(ClientConnection);
    expect(connection.readyState).toBe('connecting');
    expect(writes).toHaveLength(1);
    expect(callsIn(recorder.log)).toContain('nextOutput');
    expect(recorder.log[0]).toMatchObject({ args: { role: 'client' } });
  });

  it('records one connection and no more', () => {
    const recorder = new Recorder();
    recorder.server({}, 0);

    expect(() => recorder.server({}, 0)).toThrow('Recorder has a connection already');
    expect(() => recorder.wrap(new ServerConnection({}, 0))).toThrow(TypeError);
  });

  it('follows a connection to its end', () => {
    const recorder = new Recorder();
    const { readyState } = recordEcho(recorder);
    const events = recorder.log.flatMap(({ call, returns }) =>
      call === 'nextEvent' && typeof returns === 'object' ? [returns] : [],
    );

    expect(readyState).toBe('closed');
    expect(events).toEqual(
      ['handshake-request', 'open', 'message', 'ping', 'close-received', 'close'].map((type) =>
        expect.objectContaining({ type }),
      ),
    );
  });
});

describe('calls', () => {
  it('has every method of a connection that changes it or gives something out', () => {
    const own = (prototype: object): string[] =>
      Object.entries(Object.getOwnPropertyDescriptors(prototype))
        .filter(([name, { value }]) => typeof value === 'function' && name !== 'constructor')
        .map(([name]) => name);
    const server: object = ServerConnection.prototype;
    const base = Object.getPrototypeOf(server) as object;
    // `snapshot` changes nothing; the others are for the two roles.
    const others = ['snapshot', 'recorded', 'madeOf', 'resume', 'proceed', 'answer', 'queue'];

    expect(new Set([...own(base), ...own(server)])).toEqual(
      new Set([...Object.keys(calls), ...others]),
    );
    expect(isCallName('receive')).toBe(true);
    expect(isCallName('toString')).toBe(false);
  });
});

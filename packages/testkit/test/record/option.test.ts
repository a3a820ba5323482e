/** The option `record`: connections that others make are recorded from their first call on. */
import { describe, expect, it } from '@jest/globals';
import { formatLog, parseLog, Recorder, replay } from '@sansocket/testkit/record';
import { latin1 } from '@sansocket/testkit/wire';
import {
  ClientConnection,
  type Connection,
  OpenConnection,
  prepareMessage,
  ServerConnection,
  SharedMemory,
} from 'sansocket';
import { createRequest } from 'sansocket/handshake';
import { plainCapabilities } from '../support/plain-capabilities.ts';

const REQUEST =
  'GET /chat HTTP/1.1\r\nHost: a.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n';

/** Options that hold functions and memory: the log names the first and does without the other. */
function options(recorder: Recorder) {
  return { record: () => recorder, memory: new SharedMemory(), capabilities: plainCapabilities };
}

function turn(connection: Connection): void {
  for (let event; (event = connection.nextEvent()) !== undefined; ) {
    if (event.type === 'handshake-request' && connection instanceof ServerConnection)
      connection.accept({}, 2);
    if (event.type === 'message') connection.send(event.data);
  }
  for (let output; (output = connection.nextOutput()) !== undefined; ) {
    if (output.type === 'write') connection.outputSent(output.bytes.length, 3);
  }
}

const fields: readonly (readonly [string, string])[] = [
  ['Host', 'a.example'],
  ['Upgrade', 'websocket'],
  ['Connection', 'Upgrade'],
  ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
  ['Sec-WebSocket-Version', '13'],
];

const made: readonly (readonly [string, (recorder: Recorder) => Connection])[] = [
  ['a server', (recorder) => new ServerConnection(options(recorder), 0)],
  [
    'a server of a request that was parsed',
    (recorder) =>
      ServerConnection.fromRequest({ method: 'GET', target: '/', fields }, options(recorder), 0),
  ],
  ['a client', (recorder) => new ClientConnection('ws://a.example/', options(recorder), 0)],
  [
    'a client of a request that was sent',
    (recorder) =>
      new ClientConnection(
        createRequest('ws://a.example/', { key: new Uint8Array(16) }),
        options(recorder),
        0,
      ),
  ],
  ['an open client', (recorder) => new OpenConnection('client', options(recorder), 0)],
  [
    'a server that goes on from a snapshot',
    (recorder) => {
      const before = new ServerConnection({}, 0);
      before.receive(latin1(REQUEST), 1);
      turn(before);
      turn(before);
      return ServerConnection.restore(before.snapshot(), options(recorder), 0);
    },
  ],
];

describe('the option record', () => {
  it.each(made)('records %s, to be replayed to the byte', (_, make) => {
    const recorder = new Recorder();
    const connection = make(recorder).recorded();
    expect(connection.recorder).toBe(recorder);
    expect(connection.recorded()).toBe(connection);
    if (connection instanceof ServerConnection) connection.receive(latin1(REQUEST), 1);
    turn(connection);
    const payload = new Uint8Array(2000).fill(0x61);
    if (connection.readyState === 'open') {
      connection.send(payload);
      connection.send(prepareMessage('to all'));
      connection.ping(undefined, 4);
    }
    turn(connection);
    connection.receiveError(new Error('reset'), 5);
    turn(connection);
    const text = formatLog(recorder.log);
    expect(text).not.toContain('memory');
    expect(text).toContain('"mask":{"$function":');
    expect(replay(parseLog(text))).toBeUndefined();
    const changed = recorder.log.map((entry) =>
      entry.call === 'nextOutput' && entry.returns !== undefined
        ? { ...entry, returns: null }
        : entry,
    );
    if (changed.some(({ returns }) => returns === null)) expect(replay(changed)).toBeDefined();
  });

  it('leaves a connection alone when it gives no recorder', () => {
    const connection = new ServerConnection({ record: () => undefined }, 0);
    expect(connection.recorded()).toBe(connection);
    expect(connection.recorder).toBeUndefined();
  });

  it('ends the log before the first call that does not fit', () => {
    const recorder = new Recorder({ maxLogLength: 1000 });
    const connection = new ServerConnection({ record: () => recorder }, 0).recorded();
    for (let i = 0; i < 100; i++) connection.receive(latin1('GET /'), i);
    expect(recorder.isFull).toBe(true);
    expect(formatLog(recorder.log).length).toBeLessThan(1100);
    expect(replay(recorder.log)).toBeUndefined();
  });
});

describe('record', () => {
  it('refuses what is no recorder', () => {
    const record = (): never => ({ tap: 5 }) as never;
    expect(() => new ServerConnection({ record }, 0)).toThrow(
      new TypeError('The result of record must be a recorder or undefined, got an object'),
    );
  });
});

describe('new Recorder()', () => {
  it.each([
    [{ maxLogLength: -1 }, 'maxLogLength must be a whole number from 0 up, got -1'],
    [{ maxLogLength: '1' }, 'maxLogLength must be a whole number from 0 up, got a string'],
    [{ maxLogLenght: 1 }, 'There is no option maxLogLenght; the nearest is maxLogLength'],
  ])('refuses %p', (given, message) => {
    expect(() => new Recorder(given as object)).toThrow(message);
  });
});

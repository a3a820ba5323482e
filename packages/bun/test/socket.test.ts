import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  type BunSocket,
  type OnEvent,
  openSocket,
  type Socket,
  socketHandlers,
} from '@sansocket/bun';
import { maskedFrame, sampleRequest } from '@sansocket/testkit/transport-contract';
import { ServerConnection, type ServerOptions } from 'sansocket';
import { SocketInMemory } from './helpers/socket-in-memory.ts';

/** Lets a socket that rests go on as well: on a busy machine one may have used up its budget of time. */
async function settled(): Promise<void> {
  for (let i = 0; i < 200; i++) await setImmediate();
}

/** A server's socket that accepts every request, over a socket in memory. */
function open(stream: BunSocket, onEvent: OnEvent, options: ServerOptions = {}): Socket {
  const connection = new ServerConnection(options, performance.now());
  return openSocket(connection, stream, (event, socket) => {
    if (event.type === 'handshake-request') connection.accept({}, performance.now());
    onEvent(event, socket);
  });
}

const echo: OnEvent = (event, socket) => {
  if (event.type === 'message') socket.send(event.data);
};

describe('openSocket()', () => {
  let stream: SocketInMemory;
  const push = (text: string) => socketHandlers.data(stream, Buffer.from(text, 'latin1'));
  beforeEach(() => {
    stream = new SocketInMemory();
  });

  it('answers everything in one chunk by one write', () => {
    open(stream, echo);
    push(sampleRequest);
    push(maskedFrame(1, 'a') + maskedFrame(9, 'b') + maskedFrame(1, 'c'));
    expect(stream.writes).toEqual([expect.stringMatching(/^HTTP\/1\.1 101 /), expect.any(String)]);
    expect(stream.writes[1]).toBe('\x81\x01a\x8a\x01b\x81\x01c');
  });

  it('sends what several calls in a row have to send by one write', async () => {
    const socket = open(stream, () => undefined);
    push(sampleRequest);
    for (const word of ['one', 'two', 'three']) socket.send(word);
    socket.send(new Uint8Array(20_000));
    await settled();
    expect(stream.writes).toHaveLength(2);
    const large = `\x82\x7e\x4e\x20${'\0'.repeat(20_000)}`;
    expect(stream.writes[1]).toBe(`\x81\x03one\x81\x03two\x81\x05three${large}`);
    expect(socket.connection.bufferedAmount).toBe(0);
  });

  it('keeps what the socket does not take, and goes on when it drains', async () => {
    const socket = open(stream, echo);
    push(sampleRequest);
    await settled();
    stream.room = 3;
    push(maskedFrame(1, 'Hello'));
    await settled();
    expect([stream.writes.at(-1), socket.connection.bufferedAmount]).toEqual(['\x81\x05H', 4]);
    stream.room = 10;
    socketHandlers.drain(stream);
    await settled();
    expect([stream.writes.at(-1), socket.connection.bufferedAmount]).toEqual(['ello', 0]);
  });

  it('closes its half only after all is written', async () => {
    open(stream, echo);
    push(sampleRequest);
    await settled();
    stream.room = 2;
    push(maskedFrame(8, '\x03\xe8'));
    await settled();
    expect(stream.calls).toEqual([]);
    stream.room = 10;
    socketHandlers.drain(stream);
    await settled();
    expect([stream.writes.at(-1), stream.calls]).toEqual(['\x03\xe8', ['shutdown']]);
  });

  it('pauses and resumes the socket', async () => {
    const socket = open(stream, echo);
    push(sampleRequest);
    socket.pauseReceiving();
    await settled();
    socket.resumeReceiving();
    await settled();
    expect(stream.calls).toEqual(['pause', 'resume']);
  });

  it('lets short frames leave at once', () => {
    open(stream, echo);
    expect(stream.noDelay).toBe(true);
  });

  it('closes the socket once both halves are closed', async () => {
    open(stream, echo);
    push(sampleRequest + maskedFrame(8, '\x03\xe8'));
    await settled();
    socketHandlers.end(stream);
    await settled();
    expect(endsOf(stream)).toEqual(['shutdown', 'end']);
  });

  it.each([
    ['resets a socket that it drops while output waits', 0, 'terminate'],
    ['closes a socket that it drops when nothing waits', Number.POSITIVE_INFINITY, 'end'],
  ])('%s', async (_, room, call) => {
    const timeouts = { closingHandshakeMs: 1, slowPeerMs: 1 };
    await new Promise<void>((resolve) => {
      const onEvent: OnEvent = ({ type }, socket) => {
        if (type === 'close') resolve();
        if (type !== 'open') return;
        stream.room = room;
        socket.close(1000);
      };
      open(stream, onEvent, { timeouts });
      push(sampleRequest);
    });
    await settled();
    expect(endsOf(stream)).toEqual([call]);
  });

  it('tells why TLS is not established', async () => {
    const causes: unknown[] = [];
    open(stream, (event) => {
      if (event.type === 'close') causes.push(event.cause);
    });
    const error = new Error('certificate');
    socketHandlers.handshake(stream, false, error);
    await settled();
    expect(causes).toEqual([error]);
  });

  it('pauses a socket that is connected while the application thinks about its request', async () => {
    const connection = new ServerConnection({}, performance.now());
    connection.receive(Buffer.from(sampleRequest), performance.now());
    openSocket(connection, Promise.resolve(stream), () => undefined);
    await settled();
    expect(stream.calls).toEqual(['pause']);
  });

  it('drops a socket that is connected too late', async () => {
    let connect: (connected: BunSocket) => void = () => undefined;
    const connecting = new Promise<BunSocket>((resolve) => {
      connect = resolve;
    });
    const timeouts = { openingHandshakeMs: 1, lingerMs: 1 };
    const connection = new ServerConnection({ timeouts }, performance.now());
    await new Promise<void>((resolve) => {
      openSocket(connection, connecting, ({ type }) => {
        if (type === 'close') resolve();
      });
    });
    connect(stream);
    await settled();
    expect(stream.calls).toEqual(['terminate']);
  });

  it('leaves sockets of others alone', () => {
    const other = new SocketInMemory();
    expect(() => {
      socketHandlers.data(other, new Uint8Array(1));
      socketHandlers.drain(other);
      socketHandlers.close(other);
    }).not.toThrow();
  });

  it('does not call its listener before it has returned', () => {
    const events: string[] = [];
    const socket = open(stream, ({ type }) => events.push(type));
    socket.connection.receive(Buffer.from(sampleRequest), performance.now());
    expect(events).toEqual([]);
  });
});

/** What was asked of a socket but to read or not. */
function endsOf({ calls }: SocketInMemory): readonly string[] {
  return calls.filter((call) => call !== 'pause' && call !== 'resume');
}

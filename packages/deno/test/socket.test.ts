import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Conn, openSocket } from '@sansocket/deno';
import { maskedFrame, sampleRequest } from '@sansocket/testkit/transport-contract';
import { ServerConnection, type ServerOptions } from 'sansocket';
import type { OnEvent, Socket } from 'sansocket/driving';
import { ConnInMemory } from './helpers/conn-in-memory.ts';

/** Lets a socket that rests go on as well: on a busy machine one may have used up its budget of time. */
async function settled(): Promise<void> {
  for (let i = 0; i < 200; i++) await setImmediate();
}

/** A server's socket that accepts every request, over a socket in memory. */
function open(conn: Conn, onEvent: OnEvent<Conn>, options: ServerOptions = {}): Socket {
  const connection = new ServerConnection(options, performance.now());
  return openSocket(connection, conn, (event, socket) => {
    if (event.type === 'handshake-request') connection.accept({}, performance.now());
    onEvent(event, socket);
  });
}

const echo: OnEvent<Conn> = (event, socket) => {
  if (event.type === 'message') socket.send(event.data);
};

describe('openSocket()', () => {
  let conn: ConnInMemory;
  beforeEach(() => {
    conn = new ConnInMemory();
  });

  it('answers everything in one read by one write', async () => {
    open(conn, echo);
    conn.push(sampleRequest);
    await settled();
    conn.push(maskedFrame(1, 'a') + maskedFrame(9, 'b') + maskedFrame(1, 'c'));
    await settled();
    expect(conn.writes).toEqual([expect.stringMatching(/^HTTP\/1\.1 101 /), expect.any(String)]);
    expect(conn.writes[1]).toBe('\x81\x01a\x8a\x01b\x81\x01c');
  });

  it('sends what several calls in a row have to send by one write', async () => {
    const socket = open(conn, () => undefined);
    conn.push(sampleRequest);
    await settled();
    for (const word of ['one', 'two', 'three']) socket.send(word);
    socket.send(new Uint8Array(20_000));
    await settled();
    expect(conn.writes).toHaveLength(2);
    const large = `\x82\x7e\x4e\x20${'\0'.repeat(20_000)}`;
    expect(conn.writes[1]).toBe(`\x81\x03one\x81\x03two\x81\x05three${large}`);
    expect(socket.connection.bufferedAmount).toBe(0);
  });

  it('goes on after a short write, and counts what was taken', async () => {
    conn = new ConnInMemory(7);
    const socket = open(conn, echo);
    conn.push(sampleRequest + maskedFrame(1, 'a'.repeat(100)));
    await settled();
    expect(conn.writes.every(({ length }) => length <= 7)).toBe(true);
    expect(conn.writes.join('').endsWith(`\r\n\r\n\x81\x64${'a'.repeat(100)}`)).toBe(true);
    expect(socket.connection.bufferedAmount).toBe(0);
  });

  it('reads more at a time from a peer that sends more', async () => {
    open(conn, echo);
    const payload = 'x'.repeat(60_000);
    conn.push(sampleRequest + maskedFrame(2, payload).repeat(4));
    while (!conn.writes.join('').endsWith(`\x82\x7e\xea\x60${payload}`)) await settled();
    expect(conn.writes.length).toBeLessThan(10);
  });

  it('keeps little room for a peer that says little, whatever it has said before', async () => {
    open(conn, () => undefined);
    conn.push(sampleRequest + maskedFrame(2, 'x'.repeat(60_000)).repeat(4));
    await conn.untilRead();
    expect(Math.max(...conn.rooms)).toBe(262_144);
    for (let i = 0; i < 10; i++) {
      conn.push(maskedFrame(1, 'a'));
      await conn.untilRead();
    }
    await settled();
    expect(conn.rooms.at(-1)).toBe(64);
  });

  it('closes the socket once both halves are closed', async () => {
    open(conn, echo);
    conn.push(sampleRequest + maskedFrame(8, '\x03\xe8'));
    await settled();
    expect(conn.writes.at(-1)!.endsWith('\x88\x02\x03\xe8')).toBe(true);
    expect(conn.closes).toBe(0);
    conn.push(null);
    await settled();
    expect(conn.closes).toBe(1);
  });

  it('lets short frames leave at once', () => {
    const calls: boolean[] = [];
    const plain = Object.assign(conn, { setNoDelay: (noDelay: boolean) => calls.push(noDelay) });
    open(plain, echo);
    expect(calls).toEqual([true]);
  });

  it('closes a socket that is connected too late', async () => {
    let connect: (connected: Conn) => void = () => undefined;
    const connecting = new Promise<Conn>((resolve) => {
      connect = resolve;
    });
    const events: string[] = [];
    const timeouts = { openingHandshakeMs: 1, lingerMs: 1 };
    const connection = new ServerConnection({ timeouts }, performance.now());
    const closed = new Promise<void>((resolve) => {
      openSocket(connection, connecting, ({ type }) => {
        events.push(type);
        if (type === 'close') resolve();
      });
    });
    await closed;
    connect(conn);
    conn.push(null);
    await settled();
    expect([events, conn.closes]).toEqual([['close'], 1]);
  });

  it('does not call its listener before it has returned', () => {
    const events: string[] = [];
    const socket = open(conn, ({ type }) => events.push(type));
    socket.connection.receive(Buffer.from(sampleRequest), performance.now());
    expect(events).toEqual([]);
  });
});

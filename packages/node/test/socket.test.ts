import { once } from 'node:events';
import { type AddressInfo, connect, createServer, Socket as NetSocket } from 'node:net';
import { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type OnEvent, openSocket, type Socket } from '@sansocket/node';
import { maskedFrame, sampleRequest } from '@sansocket/testkit/transport-contract';
import { ServerConnection, type ServerOptions } from 'sansocket';
import { StreamInMemory } from './helpers/stream-in-memory.ts';

/** Lets a socket that rests go on as well: on a busy machine one may have used up its budget of time. */
async function settled(): Promise<void> {
  for (let i = 0; i < 200; i++) await setImmediate();
}

/** A server's socket that accepts every request, over a stream in memory. */
function open(stream: Duplex, onEvent: OnEvent, options: ServerOptions = {}): Socket {
  const connection = new ServerConnection(options, performance.now());
  return openSocket(connection, stream, (event, socket) => {
    if (event.type === 'handshake-request') socket.accept();
    onEvent(event, socket);
  });
}

describe('openSocket()', () => {
  let stream: StreamInMemory;
  beforeEach(() => {
    stream = new StreamInMemory();
  });

  it('answers everything in one read by one write', async () => {
    open(stream, (event, socket) => {
      if (event.type === 'message') socket.send(event.data);
    });
    stream.push(sampleRequest);
    await settled();
    stream.push(maskedFrame(1, 'a') + maskedFrame(9, 'b') + maskedFrame(1, 'c'), 'latin1');
    await settled();
    expect(stream.writes).toEqual([expect.stringMatching(/^HTTP\/1\.1 101 /), expect.any(String)]);
    expect(stream.writes[1]).toBe('\x81\x01a\x8a\x01b\x81\x01c');
  });

  it('sends what several calls in a row have to send by one write', async () => {
    const socket = open(stream, () => undefined);
    stream.push(sampleRequest);
    await settled();
    for (const word of ['one', 'two', 'three']) socket.send(word);
    socket.send(new Uint8Array(20_000));
    await settled();
    expect(stream.writes).toHaveLength(2);
    const large = `\x82\x7e\x4e\x20${'\0'.repeat(20_000)}`;
    expect(stream.writes[1]).toBe(`\x81\x03one\x81\x03two\x81\x05three${large}`);
    expect(socket.connection.bufferedAmount).toBe(0);
  });

  it('sees that a slow stream takes something, and ends behind all of it', async () => {
    const held: (() => void)[] = [];
    const sizes: number[] = [];
    let isEnded = false;
    const slow = new Duplex({
      read: () => undefined,
      write(chunk: Uint8Array, _, done) {
        sizes.push(chunk.length);
        held.push(done);
      },
      final(done) {
        isEnded = true;
        done();
      },
    });
    const socket = open(slow, () => undefined);
    slow.push(sampleRequest);
    await settled();
    held.shift()?.();
    await settled();
    socket.send(new Uint8Array(1_000_000));
    socket.connection.fail(1001, undefined, performance.now());
    await settled();
    const unsent = [socket.connection.bufferedAmount];
    for (let done; (done = held.shift()) !== undefined; ) {
      expect(isEnded).toBe(false);
      done();
      await settled();
      unsent.push(socket.connection.bufferedAmount);
    }
    expect(Math.max(...sizes)).toBeLessThanOrEqual(262_144);
    // The message and a Close frame behind it, less by what was taken each time.
    const taken = sizes.slice(1);
    const left = taken.map((_, i) => taken.slice(i).reduce((sum, size) => sum + size));
    expect(unsent).toEqual([...left, 0]);
    expect(unsent[0]).toBe(1_000_014);
    expect(unsent.length).toBeGreaterThan(4);
    expect(isEnded).toBe(true);
    slow.destroy();
  });

  it('counts what a slow stream has taken, write by write', async () => {
    const held: (() => void)[] = [];
    const slow = new Duplex({
      read: () => undefined,
      write: (_, __, done) => held.push(done),
    });
    const socket = open(slow, () => undefined);
    slow.push(sampleRequest);
    await settled();
    held.shift()?.();
    for (const word of ['a', 'bcd']) {
      await settled();
      socket.send(word);
    }
    const unsent: number[] = [];
    for (let i = 0; i < 3; i++) {
      await settled();
      unsent.push(socket.connection.bufferedAmount);
      held.shift()?.();
    }
    expect(unsent).toEqual([3 + 5, 5, 0]);
    slow.destroy();
  });

  it('wakes up for a deadline that came nearer', async () => {
    const timeouts = { openingHandshakeMs: 10_000, keepalivePingMs: 10 };
    open(stream, () => undefined, { timeouts });
    stream.push(sampleRequest);
    await once(stream, 'written');
    await once(stream, 'written');
    expect(stream.writes[1]!.slice(0, 2)).toBe('\x89\x04');
  });

  it('lets short frames of a socket leave at once, also behind the end of the peer, and takes its timeout away', () => {
    const plain = new NetSocket();
    const calls: unknown[] = [];
    plain.setNoDelay = (...args) => {
      calls.push(['setNoDelay', ...args]);
      return plain;
    };
    plain.setTimeout = (...args) => {
      calls.push(['setTimeout', ...args]);
      return plain;
    };
    open(plain, () => undefined);
    expect(calls).toEqual([
      ['setNoDelay', true],
      ['setTimeout', 0],
    ]);
    expect(plain.allowHalfOpen).toBe(true);
    plain.destroy();
  });

  it('does not call its listener before the constructor has returned', () => {
    const events: string[] = [];
    const socket = open(stream, ({ type }) => events.push(type));
    socket.connection.receive(Buffer.from(sampleRequest), performance.now());
    expect(events).toEqual([]);
  });
});

it('makes a write of its own to ask a socket only when that begins to fall behind', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const peer = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [stream] = (await once(server, 'connection')) as [NetSocket];
  const socket = await new Promise<Socket>((resolve) => {
    open(stream, ({ type }, opened) => {
      if (type === 'open') resolve(opened);
    });
    peer.write(sampleRequest);
  });
  let asked = 0;
  const write = stream.write.bind(stream) as (bytes: Uint8Array, then?: () => void) => boolean;
  stream.write = (bytes: unknown, then?: unknown) => {
    if ((bytes as Uint8Array).length === 0) asked++;
    return write(bytes as Uint8Array, then as () => void);
  };
  for (let i = 0; i < 3; i++) {
    socket.send(new Uint8Array(8_388_608));
    socket.turn();
  }
  expect(asked).toBe(1);
  peer.resume();
  while (socket.connection.bufferedAmount > 0) await settled();
  peer.destroy();
  await new Promise((resolve) => server.close(resolve));
});

it('resets a socket that is dropped while output waits, so that the system forgets it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const peer = connect((server.address() as AddressInfo).port, '127.0.0.1');
  peer.on('error', () => undefined);
  const [stream] = (await once(server, 'connection')) as [NetSocket];
  let resets = 0;
  const reset = stream.resetAndDestroy.bind(stream);
  stream.resetAndDestroy = () => {
    resets++;
    return reset();
  };
  open(
    stream,
    ({ type }, socket) => {
      if (type === 'open') socket.send(new Uint8Array(33_554_432));
    },
    { timeouts: { slowPeerMs: 20 } },
  );
  peer.write(sampleRequest);
  await new Promise((resolve) => stream.once('close', resolve));
  expect(resets).toBe(1);
  peer.destroy();
  await new Promise((resolve) => server.close(resolve));
});

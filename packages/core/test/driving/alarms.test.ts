/** The one timer of a socket, on what a runtime has for that. @module */
import { describe, expect, it } from '@jest/globals';
import { ServerConnection } from 'sansocket';
import { Schedule, Socket } from 'sansocket/driving';
import { bytesOf, requestText } from '../handshake/heads.ts';
import { ManualRuntime } from '../support/manual-runtime.ts';
import { PipeNotes } from '../support/pipe-notes.ts';

/** A server that waits for a request, which has `openingHandshakeMs` to come. */
function waiting(openingHandshakeMs: number, lingerMs = 2000) {
  const runtime = new ManualRuntime();
  runtime.time = 1000;
  const timeouts = { openingHandshakeMs, lingerMs, keepalivePingMs: 40 };
  const connection = new ServerConnection({ timeouts }, 1000);
  const pipe = new PipeNotes();
  const socket = new Socket(
    connection,
    undefined,
    () => pipe,
    () => undefined,
    new Schedule(runtime),
  );
  runtime.run();
  return { runtime, connection, pipe, socket, delays: () => runtime.timers.map(({ ms }) => ms) };
}

describe('alarm of a socket', () => {
  it('is set for the time that is left, rounded up to whole milliseconds', () => {
    expect(waiting(50).delays()).toEqual([50]);
    expect(waiting(49.5).delays()).toEqual([50]);
  });

  it('is left as it is while the deadline only moves away', () => {
    const { runtime, connection, socket, delays } = waiting(40);
    connection.receive(bytesOf(requestText()), 1000);
    connection.accept({}, 1000);
    socket.turn();
    runtime.time = 1010;
    connection.receive(Uint8Array.of(0x81), 1010);
    socket.turn();
    expect(connection.nextTimeout()?.at).toBe(1050);
    expect(delays()).toEqual([40]);
    expect(runtime.timers[0]?.isCancelled).toBe(false);
  });

  it('is set anew when the deadline comes nearer, and the old one is cancelled', () => {
    const { runtime, connection, socket, delays } = waiting(50);
    connection.receive(bytesOf(requestText()), 1000);
    connection.accept({}, 1000);
    socket.turn();
    expect(delays()).toEqual([50, 40]);
    expect(runtime.timers.map(({ isCancelled }) => isCancelled)).toEqual([true, false]);
  });

  it('is set anew once it has rung, also when that was too early', () => {
    const { runtime, delays } = waiting(50);
    runtime.time = 1030;
    runtime.timers[0]?.task();
    runtime.read();
    runtime.read();
    expect(delays()).toEqual([50, 20]);
    expect(runtime.timers[0]?.isCancelled).toBe(false);
  });

  it('is cancelled when no deadline is left', () => {
    const { runtime, connection, socket } = waiting(50);
    connection.receiveError(new Error('reset'), 1000);
    socket.turn();
    expect(runtime.timers.map(({ isCancelled }) => isCancelled)).toEqual([true]);
  });

  it('rings at once when the deadline has gone by', () => {
    const { runtime, connection, socket, delays } = waiting(50);
    connection.receive(bytesOf(requestText()), 1000);
    connection.accept({}, 1000);
    runtime.time = 2000;
    socket.turn();
    expect(delays()).toEqual([50, 0]);
  });

  it('waits in steps for what is further away than timers reach', () => {
    const { runtime, pipe, delays } = waiting(2 ** 31 + 9);
    expect(delays()).toEqual([2 ** 31 - 1]);
    runtime.fire();
    expect(delays().slice(1)).toEqual([10]);
    expect(pipe.lines).toEqual([]);
    runtime.fire();
    expect(pipe.lines.at(-1)).toBe('end');
  });
});

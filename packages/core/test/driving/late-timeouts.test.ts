/** Timers that come late: nobody is judged silent whose bytes wait to be read. */
import { describe, expect, it } from '@jest/globals';
import { concat, hex } from '../support/bytes.ts';
import { maskFrames } from '../support/masked-frames.ts';
import { LOOK_EVENTS, messages, Process } from '../support/process.ts';
import { openServer } from '../support/roles.ts';

describe('A timeout', () => {
  it('comes after the input of a socket, when the process was busy', () => {
    const process = new Process();
    const { runtime } = process;
    const timeouts = { keepalivePingMs: 100, keepalivePongMs: 50 };
    const { connection } = openServer({ timeouts });
    const { inputs, pipe } = process.open('a', connection);
    runtime.fire();
    expect(pipe.lines).toHaveLength(1);
    runtime.time += 900;
    runtime.timers.at(-1)!.task();
    runtime.read();
    inputs.receive(maskFrames(hex('8a 00')));
    runtime.read();
    expect(process.delivered).toEqual(['a pong']);
    expect(connection.readyState).toBe('open');
  });

  it('that was not due when the timer came is not believed behind it', () => {
    const process = new Process();
    const { runtime } = process;
    const timeouts = { keepalivePingMs: 100, keepalivePongMs: 50 };
    const { connection } = openServer({ timeouts });
    const { inputs, pipe } = process.open('a', connection);
    runtime.fire();
    expect(pipe.lines).toHaveLength(1);
    // Of another socket.
    process.schedule.wakeAt({ wakesAt: 0, place: -1, wake: () => undefined }, 110);
    runtime.timers.at(-1)!.task();
    runtime.read();
    runtime.time += 900;
    runtime.read();
    inputs.receive(maskFrames(hex('8a 00')));
    runtime.fire();
    expect(connection.readyState).toBe('open');
  });

  it('that was not due when the timer came is not believed behind another one of its socket', () => {
    const process = new Process();
    const { runtime } = process;
    const timeouts = { keepalivePingMs: 100, keepalivePongMs: 50, slowPeerMs: 130 };
    const { connection } = openServer({ timeouts });
    const { inputs, socket } = process.open('a', connection);
    socket.send(new Uint8Array(100_000));
    runtime.run();
    runtime.fire();
    expect(connection.nextTimeout()).toEqual({ at: 130, reason: 'slow-peer' });
    runtime.time = 130;
    runtime.timers.at(-1)!.task();
    runtime.read();
    runtime.time += 900;
    runtime.read();
    inputs.receive(maskFrames(hex('8a 00')));
    expect(connection.readyState).toBe('open');
  });

  it('of an end counts from when its Close frame is taken, however long the socket has rested', () => {
    const process = new Process();
    const { inputs, connection } = process.open('a');
    process.cost = 1;
    inputs.receive(concat(messages(2 * LOOK_EVENTS), maskFrames(hex('88 02 03 e8'))));
    process.cost = 0;
    process.runtime.time += 9000;
    process.readAll();
    expect(process.delivered.at(-1)).toBe('a close-received');
    const at = process.runtime.time + 2000;
    expect(connection.nextTimeout()).toEqual({ at, reason: 'linger' });
  });

  it('of an end counts from when our Close frame leaves, however long a listener takes', () => {
    const process = new Process();
    const { inputs, connection, pipe } = process.open('a');
    Object.assign(pipe, { write: () => true });
    process.cost = 9000;
    inputs.receive(concat(messages(1), maskFrames(hex('88 02 03 e8'))));
    process.readAll();
    expect(process.delivered).toEqual(['a message', 'a close-received']);
    const due = connection.nextTimeout();
    expect(due?.reason).toBe('linger');
    expect(due?.at).toBeGreaterThanOrEqual(process.runtime.time + 2000);
  });

  it('waits for what a socket has still to hear, and for what has come meanwhile', () => {
    const process = new Process();
    const { runtime } = process;
    const { connection } = openServer({ timeouts: { closingHandshakeMs: 50 } });
    const { inputs, socket } = process.open('a', connection);
    socket.close(1000);
    runtime.run();
    process.cost = 9;
    inputs.receive(messages(LOOK_EVENTS + 1));
    process.cost = 0;
    runtime.fire();
    expect(process.delivered).toHaveLength(LOOK_EVENTS + 1);
    // The socket is read again, and its end has come.
    runtime.timers.at(-1)!.task();
    inputs.receive(maskFrames(hex('88 02 03 e8')));
    inputs.receiveEnd();
    inputs.outputSent(connection.bufferedAmount);
    process.readAll();
    expect(process.delivered.slice(LOOK_EVENTS + 1)).toEqual(['a close-received', 'a close']);
  });

  it('comes all the same to a socket that never ceases to be told', () => {
    const process = new Process();
    const { runtime } = process;
    const { connection } = openServer({ timeouts: { closingHandshakeMs: 50 } });
    const { inputs, pipe, socket } = process.open('a', connection);
    socket.close(1000);
    runtime.run();
    process.cost = 9;
    let rounds = 0;
    for (; rounds < 50 && pipe.lines.length < 2; rounds++) {
      if (pipe.reading === true) inputs.receive(messages(2 * LOOK_EVENTS));
      for (const timer of runtime.timers.splice(0)) if (!timer.isCancelled) timer.task();
      runtime.read();
    }
    expect(rounds).toBeLessThan(20);
    expect(pipe.lines.at(-1)).toBe('abort: the peer did not answer the Close frame');
  });
});

/** Sockets: the calls of an application over a pipe of any runtime. @module */
import { describe, expect, it } from '@jest/globals';
import { type Connection, ServerConnection, type ServerOptions } from 'sansocket';
import { type Inputs, Schedule, Socket } from 'sansocket/driving';
import { bytesOf, requestText } from '../handshake/heads.ts';
import { hex } from '../support/bytes.ts';
import { ManualRuntime } from '../support/manual-runtime.ts';
import { maskFrames } from '../support/masked-frames.ts';
import { PipeNotes } from '../support/pipe-notes.ts';
import { openServer, roles } from '../support/roles.ts';

/** A socket over a connection, and everything that can be seen of it. */
function socketOf<C extends Connection>(
  connection: C,
  onEvent: (type: string, socket: Socket<Connection, string>) => void = () => undefined,
  pipe: PipeNotes = new PipeNotes(),
) {
  const runtime = new ManualRuntime();
  const types: string[] = [];
  let inputs: Inputs | undefined;
  const listen = (event: { readonly type: string }, it: Socket<Connection, string>): void => {
    types.push(event.type);
    onEvent(event.type, it);
  };
  const makePipe = (given: Inputs): PipeNotes => {
    inputs = given;
    return pipe;
  };
  const socket = new Socket(connection, 'stream', makePipe, listen, new Schedule(runtime));
  return { socket, runtime, pipe, types, inputs: inputs! };
}

/** A server whose request is received already. */
function asked(options: ServerOptions = {}): ServerConnection {
  const connection = new ServerConnection(options, 0);
  connection.receive(bytesOf(requestText()), 0);
  return connection;
}

describe('Socket', () => {
  it('delivers what is there once the code that made it has ended', () => {
    const { socket, runtime, types, pipe } = socketOf(asked());
    expect(types).toEqual([]);
    expect(runtime.tasks).toHaveLength(1);
    runtime.run();
    expect(types).toEqual(['handshake-request']);
    expect(pipe.reading).toBe(false);
    expect(socket.stream).toBe('stream');
  });

  it('gives an input of the transport to the connection with the time, and takes a turn', () => {
    const { connection } = openServer();
    const { runtime, types, pipe, inputs } = socketOf(connection);
    runtime.time = 70;
    inputs.receive(maskFrames(hex('89 01 61')));
    expect(connection.nextTimeout()?.at).toBe(30_070);
    expect(types).toEqual(['ping']);
    expect(pipe.lines).toEqual(['8a 01 61']);
  });

  it('wakes the connection when its time has come', () => {
    const connection = new ServerConnection({ timeouts: { openingHandshakeMs: 50 } }, 0);
    const { runtime, pipe } = socketOf(connection);
    runtime.run();
    expect(runtime.timers.map(({ ms }) => ms)).toEqual([50]);
    runtime.fire();
    expect(pipe.lines).toEqual([expect.stringMatching(/^48 54 54 50/), 'end']);
    runtime.fire();
    expect(pipe.lines.at(-1)).toBe('abort: the peer did not close the transport');
  });

  it('sends what several calls in a row say as one write, once the code that runs has ended', () => {
    const { socket, runtime, pipe } = socketOf(openServer().connection);
    runtime.run();
    for (let i = 0; i < 2; i++) {
      expect(socket.send('a')).toBe('ok');
      expect(socket.ping()).toBe('ok');
      expect(pipe.lines).toHaveLength(i);
      expect(runtime.tasks).toHaveLength(1);
      runtime.run();
      expect(pipe.lines).toHaveLength(i + 1);
    }
    expect(pipe.lines[1]).toBe('81 01 61 89 00');
  });

  it('asks the pipe for nothing but a write after a message', () => {
    const { socket, runtime, pipe } = socketOf(openServer().connection);
    runtime.run();
    pipe.reading = undefined;
    socket.send('a');
    runtime.run();
    expect([pipe.lines, pipe.reading]).toEqual([['81 01 61'], undefined]);
  });

  it.each(['before', 'after'])('takes a whole turn for a call %s a message', (when) => {
    const { socket, runtime, pipe } = socketOf(openServer().connection);
    runtime.run();
    if (when === 'before') socket.pauseReceiving();
    socket.send('a');
    if (when === 'after') socket.pauseReceiving();
    expect(runtime.tasks).toHaveLength(1);
    runtime.run();
    expect([pipe.lines, pipe.reading]).toEqual([['81 01 61'], false]);
    expect(runtime.tasks).toEqual([]);
  });

  it('takes a turn once bytes have left if anything comes of it', () => {
    const { connection } = openServer({ limits: { outputHighWaterBytes: 4 } });
    const { socket, runtime, pipe, types, inputs } = socketOf(connection);
    runtime.run();
    socket.send('abcd');
    runtime.run();
    pipe.reading = undefined;
    inputs.outputSent(1);
    expect([types, pipe.reading]).toEqual([[], undefined]);
    inputs.outputSent(5);
    expect([types, pipe.reading]).toEqual([['drain'], true]);
  });

  it('sends what a listener says in the turn that goes on', () => {
    const { runtime, pipe, inputs } = socketOf(openServer().connection, (_, socket) => {
      socket.send('b');
      socket.ping();
    });
    runtime.run();
    inputs.receive(maskFrames(hex('81 01 61')));
    expect(pipe.lines).toEqual(['81 01 62 89 00']);
    expect(runtime.tasks).toEqual([]);
  });

  it.each(roles)('closes and ends as a $role', ({ open, sent, received }) => {
    const { socket, runtime, pipe, types, inputs } = socketOf(open().connection);
    runtime.run();
    socket.close(1000, 'a');
    runtime.run();
    expect(pipe.lines).toEqual([sent('88 03 03 e8 61')]);
    inputs.outputSent(socket.connection.bufferedAmount);
    inputs.receive(received('88 02 03 e8'));
    inputs.receiveEnd();
    expect(types).toEqual(['close-received', 'close']);
    expect(pipe.lines.slice(1)).toEqual(['end']);
  });

  it('accepts and rejects a request', () => {
    const yes = socketOf(asked());
    expect(yes.socket.accept()).toBe('ok');
    yes.runtime.run();
    expect(yes.types).toEqual(['handshake-request', 'open']);
    const no = socketOf(asked());
    expect(no.socket.reject({ status: 403 })).toBe('ok');
    no.runtime.run();
    expect(no.pipe.lines).toEqual([expect.stringMatching(/^48 54 54 50/), 'end']);
  });

  it('stops and goes on reading as the application says', () => {
    const { socket, runtime, pipe } = socketOf(openServer().connection);
    runtime.run();
    expect(pipe.reading).toBe(true);
    socket.pauseReceiving();
    runtime.run();
    expect(pipe.reading).toBe(false);
    socket.resumeReceiving();
    runtime.run();
    expect(pipe.reading).toBe(true);
  });
});

describe('Socket that receives an error', () => {
  const fail = (type: string): never => {
    throw new Error(type);
  };

  it('closes with 1011 when the listener throws, and throws the error behind', () => {
    const { runtime, types, inputs, pipe } = socketOf(openServer().connection, fail);
    runtime.run();
    inputs.receive(maskFrames(hex('81 01 61 81 01 62')));
    expect(types).toEqual(['message']);
    expect(pipe.lines).toEqual(['88 02 03 f3', 'end']);
    expect(runtime.run()).toEqual(new Error('message'));
    expect([runtime.run(), runtime.tasks]).toEqual([undefined, []]);
    inputs.receiveEnd();
    expect(types).toEqual(['message', 'close']);
    expect(runtime.run()).toEqual(new Error('close'));
  });

  it('answers 500 when the listener throws at a request', () => {
    const { runtime, pipe, types } = socketOf(asked(), fail);
    runtime.run();
    expect(runtime.run()).toEqual(new Error('handshake-request'));
    expect(pipe.lines).toEqual([expect.stringMatching(/^48 54 54 50 .* 35 30 30 20/), 'end']);
    expect(types).toEqual(['handshake-request']);
  });

  it('does not try again and again when the pipe throws', () => {
    const broken = new PipeNotes();
    broken.read = () => {
      throw new Error('broken');
    };
    const { runtime } = socketOf(new ServerConnection({}, 0), undefined, broken);
    expect(runtime.run()).toEqual(new Error('broken'));
    expect(runtime.tasks).toEqual([]);
    const { runtime: afterEvent } = socketOf(asked(), undefined, broken);
    expect(afterEvent.run()).toEqual(new Error('broken'));
    expect(afterEvent.tasks).toEqual([]);
  });

  it.each(['flush', 'turn'])('tells the end when the pipe throws in the write of a %s', (how) => {
    const broken = new PipeNotes();
    broken.write = () => {
      throw new Error('broken');
    };
    const { socket, runtime, pipe, types } = socketOf(openServer().connection, undefined, broken);
    runtime.run();
    if (how === 'turn') socket.ping();
    else socket.send('a');
    expect(runtime.run()).toEqual(new Error('broken'));
    while (runtime.tasks.length > 0) expect(runtime.run()).toBeUndefined();
    expect(pipe.lines).toEqual(['abort: a write threw']);
    expect(types).toEqual(['close']);
  });

  it('sends nothing when nobody would come for it', () => {
    const { socket, runtime, pipe } = socketOf(openServer().connection);
    runtime.run();
    for (const call of [() => socket.send('a'), () => socket.ping(), () => socket.close(1000)]) {
      runtime.soon = () => {
        throw new RangeError('soon');
      };
      expect(call).toThrow('soon');
      Reflect.deleteProperty(runtime, 'soon');
    }
    socket.send('b');
    runtime.run();
    expect(pipe.lines).toEqual(['81 01 62']);
  });
});

/** The sockets of one server, over pipes of no runtime. @module */
import { describe, expect, it } from '@jest/globals';
import { olderVersions } from '@sansocket/legacy';
import { ServerConnection } from 'sansocket';
import {
  type Inputs,
  Schedule,
  ServerSockets,
  type ServerSocketsOptions,
  Socket,
} from 'sansocket/driving';
import { bytesOf, requestText } from '../handshake/heads.ts';
import { hex } from '../support/bytes.ts';
import { ManualRuntime } from '../support/manual-runtime.ts';
import { maskFrames } from '../support/masked-frames.ts';
import { PipeNotes } from '../support/pipe-notes.ts';

/** A server whose streams are pipes that write down what they are told. */
function serving(
  options: ServerSocketsOptions<PipeNotes> = {},
  then: () => void = () => undefined,
) {
  const runtime = new ManualRuntime();
  const events: unknown[] = [];
  const inputs: Inputs[] = [];
  const schedule = new Schedule(runtime);
  const sockets = new ServerSockets<PipeNotes>(
    options,
    ({ type }, { stream }) => {
      events.push([type, stream]);
      then();
    },
    (connection, stream, onEvent, socketOptions) =>
      new Socket(
        connection,
        stream,
        (its) => {
          inputs.push(its);
          return stream;
        },
        onEvent,
        schedule,
        socketOptions,
      ),
  );
  const runAll = (): void => {
    while (runtime.tasks.length > 0) runtime.run();
  };
  /** A client connects and asks. */
  const connect = (request = bytesOf(requestText())): PipeNotes => {
    const pipe = new PipeNotes();
    const connection = new ServerConnection(sockets.options, 0);
    connection.receive(request, 0);
    sockets.add(connection, pipe);
    runAll();
    return pipe;
  };
  return { sockets, events, runAll, connect, inputs };
}

/** Whether a promise is fulfilled once the jobs that wait have run. */
async function isFulfilled(promise: Promise<unknown>): Promise<boolean> {
  let fulfilled = false;
  void promise.then(() => {
    fulfilled = true;
  });
  for (let i = 0; i < 10; i++) await Promise.resolve();
  return fulfilled;
}

describe('ServerSockets', () => {
  it('accepts every request unless told otherwise, and hands on all other events', () => {
    const { events, connect, inputs } = serving();
    const pipe = connect();
    expect(events).toEqual([['open', pipe]]);
    expect(pipe.lines).toEqual([expect.stringMatching(/^48 54 54 50 2f 31 2e 31 20 31 30 31/)]);
    inputs[0]!.receive(maskFrames(hex('81 01 61')));
    expect(events.slice(1)).toEqual([['message', pipe]]);
  });

  it('lets the application decide on a request', () => {
    const targets: string[] = [];
    const { events, connect } = serving({
      onRequest: ({ target }, socket) => {
        targets.push(target);
        socket.reject({ status: 403 });
      },
    });
    const pipe = connect();
    expect(targets).toEqual(['/chat']);
    expect(events).toEqual([]);
    expect(pipe.lines).toEqual([expect.stringMatching(/34 30 33 20/), 'end']);
  });

  it('shows a mistake in the options before anybody connects', () => {
    expect(() => serving({ limits: { maxFrameBytes: -1 } })).toThrow(RangeError);
  });

  it('closes what is open with 1001, and is closed once all are', async () => {
    const { sockets, events, runAll, connect, inputs } = serving();
    const pipes = [connect(), connect()];
    const closed = sockets.close();
    runAll();
    for (const { lines } of pipes) expect(lines.slice(1)).toEqual(['88 02 03 e9']);
    for (const client of [0, 1]) {
      expect(await isFulfilled(closed)).toBe(false);
      inputs[client]!.receive(maskFrames(hex('88 02 03 e9')));
      inputs[client]!.receiveEnd();
    }
    expect(await isFulfilled(closed)).toBe(true);
    expect(events.slice(-2)).toEqual([
      ['close-received', pipes[1]],
      ['close', pipes[1]],
    ]);
  });

  it('closes without a code what speaks a version that has none', async () => {
    const { sockets, runAll, connect } = serving({ versions: olderVersions });
    const request =
      'GET / HTTP/1.1\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\nHost: h\r\nOrigin: http://h\r\n\r\n';
    const pipe = connect(bytesOf(request));
    const closed = sockets.close();
    runAll();
    expect(pipe.lines.slice(1)).toEqual(['end']);
    expect(await isFulfilled(closed)).toBe(false);
  });

  it('does not wait for what was closed before', async () => {
    const { sockets, connect, inputs } = serving();
    const pipe = connect();
    inputs[0]!.receiveError(new Error('reset'));
    expect(await isFulfilled(sockets.close())).toBe(true);
    expect(pipe.lines).toHaveLength(1);
  });

  it('tells everybody who has asked it to close', async () => {
    const { sockets, connect, inputs } = serving();
    connect();
    const closed = [sockets.close(), sockets.close()];
    inputs[0]!.receiveError(new Error('reset'));
    expect(await isFulfilled(Promise.all(closed))).toBe(true);
  });

  it('does not wait for what was closed with a listener that throws', async () => {
    const { sockets, connect, inputs } = serving({}, () => {
      throw new Error('In the listener');
    });
    connect();
    inputs[0]!.receiveError(new Error('reset'));
    expect(await isFulfilled(sockets.close())).toBe(true);
  });

  it('answers a request whose async listener throws with 500, and tells onError', async () => {
    const errors: unknown[] = [];
    const { runAll, connect } = serving({
      onRequest: () => Promise.reject(new Error('In the listener')),
      onError: (error) => errors.push(error),
    });
    const { lines } = connect();
    await isFulfilled(Promise.resolve());
    runAll();
    expect(lines).toEqual([expect.stringMatching(/^48 54 54 50 .* 35 30 30 20/), 'end']);
    expect(errors).toEqual([new Error('In the listener')]);
  });

  it.each([
    ['500 where it has not answered', () => undefined, /^48 54 54 50 .* 35 30 30 20/],
    ['what it has said before', (accept: () => void) => accept(), /^48 54 54 50 .* 31 30 31 20/],
  ])('answers a request whose listener throws with %s', (_, first, response) => {
    const { runAll, connect } = serving({
      onRequest(_, socket) {
        first(() => socket.accept());
        throw new Error('In the listener');
      },
    });
    let pipe: PipeNotes | undefined;
    expect(() => {
      pipe = connect();
    }).not.toThrow();
    runAll();
    expect(pipe!.lines[0]).toMatch(response);
  });

  it('drops what has no connection yet, and waits until it is gone', async () => {
    const { sockets } = serving();
    const dropped: string[] = [];
    const gone = ['a', 'b'].map((name) => sockets.reserve(() => dropped.push(name)));
    const served = sockets.reserve(() => dropped.push('c'));
    served();
    const closed = sockets.close();
    expect(dropped).toEqual(['a', 'b']);
    for (const release of gone) {
      expect(await isFulfilled(closed)).toBe(false);
      release();
    }
    expect(await isFulfilled(closed)).toBe(true);
  });

  it('closes what gets its connection later at once', async () => {
    const { sockets, connect, events } = serving();
    const gone = sockets.reserve(() => undefined);
    const closed = sockets.close();
    const pipe = connect();
    gone();
    expect(pipe.lines).toEqual(['abort: closed before the opening handshake was complete']);
    expect(events).toEqual([['close', pipe]]);
    expect(await isFulfilled(closed)).toBe(true);
  });

  it('is closed at once when nobody has come', async () => {
    expect(await isFulfilled(serving().sockets.close())).toBe(true);
  });
});

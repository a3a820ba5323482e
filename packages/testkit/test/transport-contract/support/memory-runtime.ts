/**
 * A runtime of ports in memory, and an adapter for it that can be told to do one thing wrong, or to use what core has
 * for pipes of some kinds.
 *
 * @module
 */

import type { BareHear, BareSocket, TransportRuntime } from '@sansocket/testkit/transport-contract';
import { ClientConnection, type Connection, ServerConnection } from 'sansocket';
import {
  type Inputs,
  type OnEvent,
  type Pipe,
  Schedule,
  ServerSockets,
  Socket,
  type SocketOptions,
  StreamPipe,
  WriteQueue,
} from 'sansocket/driving';
import { MemoryBytes } from './memory-bytes.ts';
import { MemoryStream } from './memory-stream.ts';

/** What an adapter can do wrong. */
export type Fault =
  | 'credits bytes when they are written'
  | 'reads on while nobody wants input'
  | 'does not abort'
  | 'does not report a reset'
  | 'closes both halves when the peer closes one'
  | 'has no timer'
  | 'writes pieces in another order'
  | 'never closes its half'
  | 'tells twice what has left'
  | 'tells that all has left once a part has'
  | 'does not tell what has left of a long write'
  | 'closes its half before what waits'
  | 'drops what comes while nobody wants input'
  | 'does not resume'
  | 'takes a lost stream for an end'
  | 'does not notice that the stream is destroyed';

/** How the adapter moves bytes: by itself, with a part of core, or as a system that stops reading a little late. */
export type PipeKind = 'own' | 'StreamPipe' | 'WriteQueue' | 'late to stop';

export function memoryRuntime(fault?: Fault, kind: PipeKind = 'own'): TransportRuntime {
  const ports = new Map<number, (stream: MemoryStream) => void>();
  const schedule = scheduleOf(fault);
  const open = <C extends Connection, Data = unknown>(
    connection: C,
    stream: unknown,
    onEvent: OnEvent<unknown, C, Data>,
    options?: SocketOptions,
  ) => {
    const pipe = (inputs: Inputs) => pipeOf(stream as MemoryStream, inputs, kind, fault);
    return new Socket(connection, stream, pipe, onEvent, schedule, options);
  };
  let lastPort = 1024;
  const freePort = (): number => ++lastPort;
  /** As with a system, a server is told later; until then it may have closed. */
  const connectStream = (port: number): MemoryStream => {
    const [ours, theirs] = MemoryStream.pair();
    const take = ports.get(port) ?? ((stream) => stream.reset());
    setImmediate(() => take(theirs));
    return ours;
  };
  return {
    serve(options, onEvent) {
      const sockets = new ServerSockets<unknown, ServerConnection>(options, onEvent, open);
      const port = freePort();
      ports.set(port, (stream) => {
        sockets.add(new ServerConnection(sockets.options, performance.now()), stream);
      });
      return Promise.resolve({ port, ...sockets.serving(() => ports.delete(port)) });
    },
    connect(url, { onError, signal, ...options }, onEvent) {
      const port = Number(new URL(url).port);
      const connection = new ClientConnection(url, options, performance.now());
      if (!ports.has(port)) {
        connection.receiveError(new Error('nobody listens'), performance.now());
      }
      return open(connection, connectStream(port), onEvent, { onError, signal });
    },
    connectBare(port, hear) {
      return bareSocketOf(connectStream(port), hear);
    },
    listenBare(take) {
      const port = freePort();
      ports.set(port, (stream) => take((hear) => bareSocketOf(stream, hear)));
      return Promise.resolve({ port, close: () => ports.delete(port) });
    },
    async closed(stream) {
      await (stream as MemoryStream).closed();
      // What core has for streams closes them by a call.
      while (kind === 'StreamPipe' && !MemoryBytes.isClosed(stream)) await turn();
    },
    drop: (stream) => {
      (stream as MemoryStream).drop();
    },
    turn,
    uncaught,
  };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What is thrown in a task is told to nobody else. */
function uncaught(take: (error: unknown) => void): () => void {
  process.setUncaughtExceptionCaptureCallback(take);
  return () => process.setUncaughtExceptionCaptureCallback(null);
}

function pipeOf(
  stream: MemoryStream,
  inputs: Inputs,
  kind: PipeKind,
  fault: Fault | undefined,
): Pipe {
  if (kind === 'StreamPipe') return new StreamPipe(new MemoryBytes(stream), inputs);
  if (kind === 'WriteQueue') return queuePipe(stream, inputs);
  if (fault !== undefined) return faultyPipe(stream, inputs, fault);
  return ownPipe(stream, inputs, kind === 'late to stop');
}

function ownPipe(stream: MemoryStream, inputs: Inputs, isLate: boolean): Pipe {
  let isWanted = true;
  listen(stream, inputs);
  return {
    write(pieces) {
      for (const slice of slicesOf(pieces)) {
        stream.write(slice, () => inputs.outputSent(slice.length));
      }
    },
    end: () => stream.end(),
    abort: () => stream.reset(),
    read(wanted) {
      isWanted = wanted;
      if (isLate) setImmediate(() => stream.read(isWanted));
      else stream.read(wanted);
    },
  };
}

function listen(stream: MemoryStream, inputs: Inputs): void {
  stream.listen({
    chunk: (bytes) => inputs.receive(bytes),
    end: () => inputs.receiveEnd(),
    reset: (cause) => inputs.receiveError(cause),
  });
}

/** What a socket takes at a time, in bytes. */
const WINDOW = 65_536;

/** A socket that takes what there is room for, and tells when there is more. */
function queuePipe(stream: MemoryStream, inputs: Inputs): Pipe {
  const queue = new WriteQueue();
  let room = WINDOW;
  let isEnding = false;
  listen(stream, inputs);
  const flush = (): void => {
    queue.flush((bytes) => {
      const taken = bytes.subarray(0, room);
      room -= taken.length;
      if (taken.length > 0) stream.write(taken, () => sent(taken.length));
      return taken.length;
    });
    if (isEnding && queue.head === undefined) stream.end();
    isEnding &&= queue.head !== undefined;
  };
  const sent = (bytes: number): void => {
    room += bytes;
    flush();
    inputs.outputSent(bytes);
  };
  return {
    write(pieces) {
      queue.add(pieces);
      flush();
    },
    end() {
      isEnding = true;
      flush();
    },
    abort: () => stream.reset(),
    read: (wanted) => stream.read(wanted),
  };
}

function faultyPipe(stream: MemoryStream, inputs: Inputs, fault: Fault): Pipe {
  let isWanted = true;
  let wasStopped = false;
  stream.listen({
    chunk(bytes) {
      if (isWanted || fault !== 'drops what comes while nobody wants input') inputs.receive(bytes);
    },
    end() {
      if (fault === 'closes both halves when the peer closes one') stream.reset();
      inputs.receiveEnd();
    },
    reset(cause) {
      const isDestroyed = cause.message === 'dropped';
      if (fault === 'does not notice that the stream is destroyed' && isDestroyed) return;
      if (fault === 'takes a lost stream for an end') inputs.receiveEnd();
      else if (fault !== 'does not report a reset') inputs.receiveError(cause);
    },
  });
  return {
    write(pieces) {
      const ordered = fault === 'writes pieces in another order' ? [...pieces].reverse() : pieces;
      writeWrongly(stream, ordered, inputs, fault);
    },
    end() {
      if (fault === 'closes its half before what waits') stream.cutOff();
      else if (fault !== 'never closes its half') stream.end();
    },
    abort() {
      if (fault !== 'does not abort') stream.reset();
    },
    read(wanted) {
      isWanted = wanted;
      if (wanted && wasStopped && fault === 'does not resume') return;
      wasStopped ||= !wanted;
      stream.read(
        wanted ||
          fault === 'reads on while nobody wants input' ||
          fault === 'drops what comes while nobody wants input',
      );
    },
  };
}

function writeWrongly(
  stream: MemoryStream,
  pieces: readonly Uint8Array[],
  inputs: Inputs,
  fault: Fault,
): void {
  const all = pieces.reduce((sum, { length }) => sum + length, 0);
  for (const [i, slice] of slicesOf(pieces).entries()) {
    let left = slice.length;
    if (fault === 'tells that all has left once a part has') left = i === 0 ? all : 0;
    if (fault === 'does not tell what has left of a long write' && i > 0) left = 0;
    if (fault === 'tells twice what has left') left *= 2;
    const sent = (): void => inputs.outputSent(left);
    const creditsAtOnce = fault === 'credits bytes when they are written';
    stream.write(slice, creditsAtOnce ? undefined : sent);
    if (creditsAtOnce) setImmediate(sent);
  }
}

/** Pieces no longer than a window: so it is seen when a slow peer takes something. */
function slicesOf(pieces: readonly Uint8Array[]): Uint8Array[] {
  return pieces.flatMap((piece) => {
    const count = Math.ceil(piece.length / WINDOW);
    return Array.from({ length: count }, (_, i) => piece.subarray(i * WINDOW, (i + 1) * WINDOW));
  });
}

function bareSocketOf(stream: MemoryStream, hear: BareHear): BareSocket {
  stream.listen({ chunk: hear.chunk, end: hear.end, reset: hear.end });
  return {
    write: (bytes) => stream.write(bytes),
    end: () => stream.end(),
    reset: () => stream.reset(),
    drop: () => stream.reset(),
    pause: () => stream.read(false),
    resume: () => stream.read(true),
  };
}

function scheduleOf(fault: Fault | undefined): Schedule {
  return new Schedule({
    now: () => performance.now(),
    soon: queueMicrotask,
    later(task, ms) {
      if (fault === 'has no timer') return () => undefined;
      const timer = setTimeout(task, ms).unref();
      return () => {
        clearTimeout(timer);
      };
    },
    afterReading: (task) => setImmediate(() => setImmediate(task)),
  });
}

/**
 * A runtime of ports in memory, and an adapter for it that can be told to do one thing wrong.
 *
 * @module
 */

import type { TransportRuntime } from '@sansocket/testkit/transport-contract';
import { ClientConnection, type Connection, ServerConnection } from 'sansocket';
import {
  type Inputs,
  type OnEvent,
  type Pipe,
  Schedule,
  ServerSockets,
  Socket,
} from 'sansocket/driving';
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
  | 'never closes its half';

export function memoryRuntime(fault?: Fault): TransportRuntime {
  const ports = new Map<number, (stream: MemoryStream) => void>();
  const schedule = scheduleOf(fault);
  const open = <C extends Connection>(
    connection: C,
    stream: unknown,
    onEvent: OnEvent<unknown, C>,
  ) => {
    const pipe = (inputs: Inputs) => pipeOf(stream as MemoryStream, inputs, fault);
    return new Socket(connection, stream, pipe, onEvent, schedule);
  };
  const connectStream = (port: number): MemoryStream => {
    const [ours, theirs] = MemoryStream.pair();
    ports.get(port)?.(theirs);
    return ours;
  };
  return {
    serve(options, onEvent) {
      const sockets = new ServerSockets(options, onEvent, open);
      const port = 1024 + ports.size;
      ports.set(port, (stream) => {
        sockets.add(new ServerConnection(sockets.options, performance.now()), stream);
      });
      const close = (): Promise<void> => {
        ports.delete(port);
        return sockets.close();
      };
      return Promise.resolve({ port, close });
    },
    connect(url, options, onEvent) {
      const port = Number(/:(\d+)/.exec(url)![1]);
      const connection = new ClientConnection(url, options, performance.now());
      if (!ports.has(port)) {
        connection.receiveError(new Error('nobody listens'), performance.now());
      }
      return open(connection, connectStream(port), onEvent);
    },
    connectBare(port, hear) {
      const stream = connectStream(port);
      stream.listen({ chunk: hear.chunk, end: hear.end, reset: hear.end });
      return {
        write: (bytes) => {
          stream.write(bytes);
        },
        end: () => {
          stream.end();
        },
        reset: () => {
          stream.reset();
        },
        drop: () => {
          stream.reset();
        },
        pause: () => {
          stream.read(false);
        },
        resume: () => {
          stream.read(true);
        },
      };
    },
    closed: (stream) => (stream as MemoryStream).closed(),
    drop: (stream) => {
      (stream as MemoryStream).drop();
    },
    turn: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

function pipeOf(stream: MemoryStream, inputs: Inputs, fault: Fault | undefined): Pipe {
  stream.listen({
    chunk: (bytes) => {
      inputs.receive(bytes);
    },
    end: () => {
      if (fault === 'closes both halves when the peer closes one') stream.reset();
      inputs.receiveEnd();
    },
    reset: (cause) => {
      if (fault === 'does not report a reset') return;
      inputs.receiveError(cause);
    },
  });
  return {
    write(pieces) {
      const ordered = fault === 'writes pieces in another order' ? [...pieces].reverse() : pieces;
      for (const piece of ordered) writePiece(stream, piece, inputs, fault);
    },
    end() {
      if (fault !== 'never closes its half') stream.end();
    },
    abort() {
      if (fault !== 'does not abort') stream.reset();
    },
    read(wanted) {
      stream.read(wanted || fault === 'reads on while nobody wants input');
    },
  };
}

function writePiece(
  stream: MemoryStream,
  piece: Uint8Array,
  inputs: Inputs,
  fault: Fault | undefined,
): void {
  const sent = (): void => {
    inputs.outputSent(piece.length);
  };
  const creditsAtOnce = fault === 'credits bytes when they are written';
  stream.write(piece, creditsAtOnce ? undefined : sent);
  if (creditsAtOnce) setImmediate(sent);
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

/**
 * The opening handshake behind Node's HTTP server, over streams in memory.
 *
 * @module
 */

import { createServer, type IncomingMessage } from 'node:http';
import { Duplex } from 'node:stream';
import { requestOf, type Task } from '../work/index.ts';

/** Answers an Upgrade request on its socket. */
export type HandleUpgrade = (
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  done: () => void,
) => void;

/** Handshakes of one call: what Node puts off to the next turn is done for all at once. */
const HANDSHAKES = 32;

/** @param handle - Of the library. */
export function upgradeTask(fields: number, handle: HandleUpgrade): Task {
  const request = requestOf(fields);
  const server = createServer();
  server.on('upgrade', (incoming, socket, head) => {
    handle(incoming, socket, head, () => undefined);
  });
  return {
    units: HANDSHAKES,
    async call() {
      const answers = Array.from({ length: HANDSHAKES }, () => answer(server, request));
      for (const text of await Promise.all(answers)) {
        if (!text.startsWith('HTTP/1.1 101')) throw new Error('Handshake was not accepted');
      }
    },
  };
}

async function answer(
  server: ReturnType<typeof createServer>,
  request: Uint8Array,
): Promise<string> {
  return new Promise((resolve) => {
    const stream = new MemoryStream(resolve);
    server.emit('connection', stream);
    stream.push(request);
  });
}

/** What the server reads is pushed; what it writes first is given on. */
class MemoryStream extends Duplex {
  readonly #answered: (text: string) => void;

  constructor(answered: (text: string) => void) {
    super();
    this.#answered = answered;
  }

  // What HTTP servers call on a socket.
  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  override _read(): void {
    // Nothing: bytes are pushed.
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#answered(chunk.toString('latin1'));
    done();
  }
}

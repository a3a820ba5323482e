/**
 * `websocket-driver` on the sockets of Node, piped as its documents show.
 *
 * @module
 */

import { createServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { loadPackage } from '../peers/index.ts';
import { listen } from './listen.ts';
import { type EchoServer, maxMessageBytes } from './server.ts';

interface Driver {
  readonly io: Duplex;
  readonly messages: Duplex;
  on(event: 'connect', listener: () => void): void;
  start(): boolean;
  text(data: string): boolean;
}

interface Library {
  server(options: object): Driver;
}

/** Starts it. */
export async function start(): Promise<EchoServer> {
  const library = loadPackage('websocket-driver') as Library;
  const drivers = new Set<Driver>();
  const server = createServer({ noDelay: true }, (socket) => {
    const driver = library.server({ maxLength: maxMessageBytes });
    drivers.add(driver);
    driver.on('connect', () => driver.start());
    socket.on('error', () => undefined);
    socket.on('close', () => drivers.delete(driver));
    socket.pipe(driver.io).pipe(socket);
    driver.messages.pipe(driver.messages);
  });
  return {
    port: await listen(server),
    broadcast(text, times) {
      for (let i = 0; i < times; i++) for (const driver of drivers) driver.text(text);
    },
  };
}

/**
 * A listener on the wire: a relay between a client and a server that shows every byte and both ends of TCP as
 * they pass, and changes nothing.
 *
 * @module
 */

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type Direction = 'to-server' | 'to-client';

/** Gets each chunk as it passes; `end` when this direction of TCP is closed. */
export type OnWire = (direction: Direction, passed: Uint8Array | 'end') => void;

/** A relay that listens. */
export interface WireTap {
  /** The port that the client connects to, on 127.0.0.1. */
  readonly port: number;
  /** Stops listening; resolves when the relayed connections have ended. */
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1 and relays to a server there.
 *
 * @param serverPort - The port of the server.
 */
export async function tapWire(serverPort: number, onWire: OnWire): Promise<WireTap> {
  const relayServer = createServer({ allowHalfOpen: true, noDelay: true }, (toClient) => {
    const options = { port: serverPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true };
    const toServer = connect(options);
    relay(toClient, toServer, (passed) => onWire('to-server', passed));
    relay(toServer, toClient, (passed) => onWire('to-client', passed));
  });
  relayServer.listen(0, '127.0.0.1');
  await once(relayServer, 'listening');
  return {
    port: (relayServer.address() as AddressInfo).port,
    close: () => new Promise((resolve) => relayServer.close(() => resolve())),
  };
}

function relay(from: Socket, to: Socket, show: (passed: Uint8Array | 'end') => void): void {
  from.on('data', (chunk: Uint8Array) => {
    show(chunk);
    to.write(chunk);
  });
  from.on('end', () => {
    show('end');
    to.end();
  });
  from.on('error', () => to.destroy());
}

/**
 * A server's connection that is open, without a socket.
 *
 * @module
 */

import { ClientConnection, type Connection, ServerConnection, type ServerOptions } from 'sansocket';

/** Goes through the opening handshake with a client in memory. */
export function openServer(options: ServerOptions): ServerConnection {
  const server = new ServerConnection(options, 0);
  const client = new ClientConnection('ws://localhost/', {}, 0);
  server.receive(outputOf(client), 0);
  if (server.nextEvent()?.type === 'handshake-request') server.accept({}, 0);
  if (server.nextEvent()?.type !== 'open') throw new Error('Opening handshake did not succeed');
  server.outputSent(outputOf(server).length, 0);
  return server;
}

function outputOf(connection: Connection): Uint8Array {
  const output = connection.nextOutput();
  if (output?.type !== 'write') throw new Error('Connection had nothing to write');
  return output.bytes;
}

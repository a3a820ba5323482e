/**
 * Connections of ours that are open, without a transport.
 *
 * @module
 */

import {
  ClientConnection,
  type Connection,
  type ConnectionOptions,
  ServerConnection,
} from 'sansocket';
import type { Role } from '../work/index.ts';

/** Takes all output as a transport does. @returns Bytes. */
export function takeOutput(connection: Connection): number {
  let bytes = 0;
  for (let output; (output = connection.nextOutput()) !== undefined; ) {
    if (output.type === 'write') bytes += output.bytes.length;
  }
  if (bytes > 0) connection.outputSent(bytes, 0);
  return bytes;
}

/** Takes the events caused by sending, such as `drain`, as a driver does after the output. */
export function takeEvents(connection: Connection): void {
  while (connection.nextEvent() !== undefined);
}

/** An open connection of this role. */
export function openRole(role: Role, options: ConnectionOptions): Connection {
  return role === 'server'
    ? openPair({ server: options }).server
    : openPair({ client: options }).client;
}

/** Goes through the opening handshake in memory. */
export function openPair(options: { server?: ConnectionOptions; client?: ConnectionOptions }): {
  server: ServerConnection;
  client: ClientConnection;
} {
  const server = new ServerConnection(options.server ?? {}, 0);
  const client = new ClientConnection('ws://localhost/', options.client ?? {}, 0);
  carry(client, server);
  if (server.nextEvent()?.type === 'handshake-request') server.accept({}, 0);
  carry(server, client);
  if (server.nextEvent()?.type !== 'open' || client.nextEvent()?.type !== 'open') {
    throw new Error('Opening handshake did not succeed');
  }
  return { server, client };
}

/** Moves all output of one connection to the other. */
export function carry(from: Connection, to: Connection): void {
  for (let output; (output = from.nextOutput()) !== undefined; ) {
    if (output.type !== 'write') continue;
    to.receive(output.bytes, 0);
    from.outputSent(output.bytes.length, 0);
  }
}

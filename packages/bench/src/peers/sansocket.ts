/**
 * Sansocket: the whole connection, with the options that the adapters set.
 *
 * @module
 */

import {
  ClientConnection,
  type Connection,
  type ConnectionOptions,
  ServerConnection,
} from 'sansocket';
import {
  type DecodeWork,
  type EncodeWork,
  type Role,
  requestOf,
  type Task,
  textOf,
  trafficOf,
} from '../work/index.ts';
import { assertDelivered, type Peer } from './peer.ts';

/** @param capabilities - What an adapter hands in besides. */
export function sansocket(capabilities: ConnectionOptions = {}): Peer {
  return {
    decode: (work) => decoder(work, capabilities),
    encode: (work) => encoder(work, capabilities),
    handshake({ fields }) {
      const request = requestOf(fields);
      return { units: 1, call: () => openOnce(request) };
    },
    idle({ connections }) {
      return Array.from({ length: connections }, () => openPair({}).server);
    },
  };
}

function decoder(work: DecodeWork, capabilities: ConnectionOptions): Task {
  const { reads, units, delivered } = trafficOf(work);
  const messages = work.delivery;
  const connection = openRole(work.role, { ...capabilities, inPlace: true, messages });
  return {
    units,
    call() {
      let length = 0;
      for (const read of reads) {
        connection.receive(read, 0);
        for (let event; (event = connection.nextEvent()) !== undefined; ) {
          if (event.type === 'message' || event.type === 'message-part')
            length += event.data.length;
          else if (event.type === 'ping' || event.type === 'pong') length += event.payload.length;
        }
      }
      takeOutput(connection);
      assertDelivered(length, delivered);
    },
  };
}

function encoder(work: EncodeWork, capabilities: ConnectionOptions): Task {
  const text = textOf(work.bytes);
  const data = work.messages === 'text' ? text : Buffer.from(text);
  const connection = openRole(work.role, capabilities);
  const least = work.turn * work.bytes;
  return {
    units: work.turn,
    call() {
      for (let i = 0; i < work.turn; i++) connection.send(data);
      if (takeOutput(connection) < least) throw new Error('Encoded too little');
    },
  };
}

/** Takes all output as a transport does. @returns Bytes. */
function takeOutput(connection: Connection): number {
  let bytes = 0;
  for (let output; (output = connection.nextOutput()) !== undefined; ) {
    if (output.type === 'write') bytes += output.bytes.length;
  }
  if (bytes > 0) connection.outputSent(bytes, 0);
  return bytes;
}

function openOnce(request: Uint8Array): void {
  const server = new ServerConnection({}, 0);
  server.receive(request, 0);
  if (server.nextEvent()?.type === 'handshake-request') server.accept({}, 0);
  const output = server.nextOutput();
  // The status begins behind `HTTP/1.1 `: 101.
  if (output?.type !== 'write' || output.bytes[9] !== 0x31 || output.bytes[11] !== 0x31) {
    throw new Error('Handshake was not accepted');
  }
}

function openRole(role: Role, options: ConnectionOptions): Connection {
  return role === 'server'
    ? openPair({ server: options }).server
    : openPair({ client: options }).client;
}

/** Goes through the opening handshake in memory. */
function openPair(options: { server?: ConnectionOptions; client?: ConnectionOptions }): {
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

function carry(from: Connection, to: Connection): void {
  for (let output; (output = from.nextOutput()) !== undefined; ) {
    if (output.type !== 'write') continue;
    to.receive(output.bytes, 0);
    from.outputSent(output.bytes.length, 0);
  }
}

/**
 * Sansocket: the whole connection, with the options that the adapters set.
 *
 * @module
 */

import { type ConnectionOptions, ServerConnection } from 'sansocket';
import {
  type DecodeWork,
  type EncodeWork,
  requestOf,
  type Task,
  textOf,
  trafficOf,
} from '../work/index.ts';
import { openPair, openRole, takeEvents, takeOutput } from './open-connections.ts';
import { assertDelivered, type Peer } from './peer.ts';
import { deflatePeer, idleCompressed } from './sansocket-deflate.ts';

/** @param capabilities - The capabilities of an adapter. */
export function sansocket(capabilities: ConnectionOptions): Peer {
  return {
    decode: (work) => decoder(work, capabilities),
    encode: (work) => encoder(work, capabilities),
    handshake({ fields }) {
      const request = requestOf(fields);
      return { units: 1, call: () => openOnce(request, capabilities) };
    },
    ...deflatePeer(capabilities),
    idle(work) {
      if (work.compressedBytes !== undefined) return idleCompressed(work);
      return Array.from(
        { length: work.connections },
        () => openPair({ server: capabilities }).server,
      );
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
      takeEvents(connection);
    },
  };
}

function openOnce(request: Uint8Array, capabilities: ConnectionOptions): void {
  const server = new ServerConnection(capabilities, 0);
  server.receive(request, 0);
  if (server.nextEvent()?.type === 'handshake-request') server.accept({}, 0);
  const output = server.nextOutput();
  // The status begins behind `HTTP/1.1 `: 101.
  if (output?.type !== 'write' || output.bytes[9] !== 0x31 || output.bytes[11] !== 0x31) {
    throw new Error('Handshake was not accepted');
  }
  server.outputSent(output.bytes.length, 0);
}

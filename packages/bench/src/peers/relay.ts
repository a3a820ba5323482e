/**
 * A relay that passes frames on, and the frame decoder alone, which only reads them.
 *
 * @module
 */

import { ClientConnection, type ConnectionOptions, ServerConnection } from 'sansocket';
import { FrameDecoder } from 'sansocket/framing';
import { Relay } from 'sansocket/relay';
import { trafficOf } from '../work/index.ts';
import { carry, takeOutput } from './open-connections.ts';
import { assertDelivered, type Peer } from './peer.ts';

/** From the client to the server: each frame gets a new masking key. */
export function relay({ capabilities }: ConnectionOptions): Peer {
  return {
    decode(work) {
      const { reads, units } = trafficOf(work);
      const wanted = reads.reduce((sum, { length }) => sum + length, 0);
      const opened = openRelay(capabilities);
      return {
        units,
        call() {
          let bytes = 0;
          for (const read of reads) {
            opened.client.receive(read, 0);
            while (opened.nextEvent() !== undefined);
            bytes += takeOutput(opened.server!);
          }
          assertDelivered(bytes, wanted);
        },
      };
    },
  };
}

/** The loop of its documentation: each header, each piece of a payload, unmasked in the chunk. */
export function frameDecoder({ capabilities }: ConnectionOptions): Peer {
  return {
    decode(work) {
      const { reads, units, delivered } = trafficOf(work);
      const masker = capabilities?.mask;
      const decoder = new FrameDecoder({ role: work.role, inPlace: true, masker });
      return {
        units,
        call() {
          let bytes = 0;
          for (const read of reads) {
            decoder.push(read);
            for (let step; (step = decoder.next()) !== 'need-input'; ) {
              if (step === 'violation') throw new Error(decoder.violation?.detail);
              if (step === 'payload') bytes += decoder.payload().length;
            }
          }
          assertDelivered(bytes, delivered);
        },
      };
    },
  };
}

function openRelay(capabilities: ConnectionOptions['capabilities']): Relay {
  const opened = new Relay({ capabilities, inPlace: true }, 0);
  const client = new ClientConnection('ws://localhost/', {}, 0);
  const server = new ServerConnection({}, 0);
  carry(client, opened.client);
  opened.nextEvent();
  carry(opened.connect('ws://localhost/', {}, 0), server);
  server.nextEvent();
  server.accept({}, 0);
  carry(server, opened.server!);
  while (opened.nextEvent() !== undefined);
  carry(opened.client, client);
  if (client.nextEvent()?.type !== 'open') throw new Error('Opening handshake did not succeed');
  return opened;
}

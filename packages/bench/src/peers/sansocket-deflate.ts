/**
 * Sansocket with permessage-deflate: the whole connection, and the extension as it is by default.
 *
 * @module
 */

import { permessageDeflate } from '@sansocket/permessage-deflate';
import type { ConnectionOptions } from 'sansocket';
import {
  compressedTraffic,
  type DeflateWork,
  type HostileInflateWork,
  type IdleWork,
  type Task,
  textsOf,
} from '../work/index.ts';
import { openPair, takeOutput } from './open-connections.ts';
import { assertDelivered, type Peer } from './peer.ts';

/** @param capabilities - The capabilities of an adapter. */
export function deflatePeer(capabilities: ConnectionOptions): Pick<Peer, 'inflate' | 'deflate'> {
  return {
    inflate: (work) => decoder(work, capabilities),
    deflate: (work) => encoder(work, capabilities),
  };
}

/** Servers that have sent and received one compressed message each. */
export function idleCompressed({ connections, compressedBytes = 0 }: IdleWork): unknown {
  const options = {
    server: { extensions: [permessageDeflate({ threshold: 0 })] },
    client: { extensions: [permessageDeflate({ threshold: 0 })] },
  };
  const work = { kind: 'inflate', bytes: compressedBytes, takeover: true } as const;
  const [text = ''] = textsOf(work);
  return Array.from({ length: connections }, () => {
    const { server, client } = openPair(options);
    client.send(text);
    for (let output; (output = client.nextOutput()) !== undefined; ) {
      if (output.type === 'write') server.receive(output.bytes, 0);
    }
    if (server.nextEvent()?.type !== 'message') throw new Error('No message came');
    server.send(text);
    takeOutput(server);
    client.receiveError(undefined, 0);
    while (client.nextEvent() !== undefined);
    return server;
  });
}

/** A client: the frames that it receives are not masked. */
function decoder(work: DeflateWork | HostileInflateWork, capabilities: ConnectionOptions): Task {
  const { reads, units, delivered } = compressedTraffic(work);
  const { client } = openPair({
    server: { extensions: extensionsFor(work) },
    client: { ...capabilities, inPlace: true, extensions: extensionsFor(work) },
  });
  return {
    units,
    call() {
      let length = 0;
      for (const read of reads) {
        client.receive(read, 0);
        for (let event; (event = client.nextEvent()) !== undefined; ) {
          if (event.type === 'message') length += event.data.length;
        }
      }
      assertDelivered(length, delivered);
    },
  };
}

function encoder(work: DeflateWork, capabilities: ConnectionOptions): Task {
  const texts = textsOf(work);
  const { server } = openPair({
    server: { ...capabilities, extensions: extensionsFor(work) },
    client: { extensions: extensionsFor(work) },
  });
  return {
    units: texts.length,
    call() {
      for (const text of texts) server.send(text);
      if (takeOutput(server) === 0) throw new Error('Encoded nothing');
    },
  };
}

function extensionsFor(work: DeflateWork | HostileInflateWork) {
  const serverNoContextTakeover = work.kind !== 'inflate-hostile' && !work.takeover;
  return [permessageDeflate({ threshold: 0, serverNoContextTakeover })];
}

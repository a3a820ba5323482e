/**
 * Whole sessions of a client and a server in one engine: plain, compressed, saved and restored, and in each version of
 * the protocol before RFC 6455.
 *
 * @module
 */

import { hixie75, hixie76, hybi7, hybi8, olderVersions } from '@sansocket/legacy';
import { permessageDeflate } from '@sansocket/permessage-deflate';
import {
  ClientConnection,
  type ClientOptions,
  type Connection,
  type ConnectionEvent,
  ServerConnection,
  type ServerOptions,
} from 'sansocket';
import type { PortableCase } from './portable-case.ts';

const URL = 'ws://server.example.com/chat';
const ORIGIN = 'http://example.com';

/** Text with characters of one to four bytes, long enough to be compressed. */
const TEXT = 'Grüße, κόσμε, こんにちは, 🌍 – and once more: Grüße, κόσμε, こんにちは, 🌍';

/** The cases of whole sessions. */
export function sessionCases(): PortableCase[] {
  const older = { hybi8, hybi7, hixie76, hixie75 };
  return [
    { name: 'session: plain', run: () => talk({}, {}) },
    {
      name: 'session: compressed',
      run: () => talk({ extensions: [permessageDeflate()] }, { extensions: [permessageDeflate()] }),
    },
    { name: 'session: put down and taken up', run: () => talk({}, {}, takenUp) },
    ...Object.entries(older).map(([name, version]) => ({
      name: `session: ${name}`,
      run: () => talk({ version }, { versions: olderVersions }),
    })),
  ];
}

interface Ends {
  readonly client: ClientConnection;
  readonly server: ServerConnection;
}

/** Opens, has a text echoed, changes ends if asked to, has another text echoed, and closes. */
function talk(
  clientOptions: ClientOptions,
  serverOptions: ServerOptions,
  change: (ends: Ends) => Ends = (ends) => ends,
): void {
  const server = new ServerConnection(serverOptions, 0);
  const client = new ClientConnection(URL, { origin: ORIGIN, ...clientOptions, fillRandom }, 0);
  const opening = settle({ client, server });
  client.send(TEXT);
  const first = settle({ client, server });
  const later = change({ client, server });
  later.client.send(TEXT.slice(1));
  const second = settle(later);
  later.client.close(undefined, undefined, 0);
  const closing = settle(later);
  const told = [opening, first, second, closing].map((events) => events.map(textOf));
  // Hixie-75 has no closing handshake.
  const closes = clientOptions.version === hixie75 ? [] : ['close-received', 'close-received'];
  const expected = [
    ['handshake-request', 'open', 'open'],
    [TEXT, TEXT],
    [TEXT.slice(1), TEXT.slice(1)],
    ['close', 'close', ...closes],
  ];
  if (JSON.stringify(told.map(sorted)) !== JSON.stringify(expected.map(sorted))) {
    throw new Error(`told ${JSON.stringify(told)}`);
  }
}

/** Both ends, each restored as another connection from this one's snapshot. */
function takenUp({ client, server }: Ends): Ends {
  return {
    client: ClientConnection.restore(client.snapshot(), { fillRandom }, 0),
    server: ServerConnection.restore(server.snapshot(), {}, 0),
  };
}

/** Carries bytes until neither end has any; the server accepts, and echoes. */
function settle({ client, server }: Ends): ConnectionEvent[] {
  const events: ConnectionEvent[] = [];
  const turn = (from: Connection, to: Connection): boolean => {
    let moved = false;
    for (let event; (event = from.nextEvent()) !== undefined; moved = true) {
      events.push(event);
      if (event.type === 'handshake-request') server.accept({}, 0);
      if (event.type === 'message' && from === server) server.send(event.data);
    }
    for (let output; (output = from.nextOutput()) !== undefined; moved = true) {
      if (output.type !== 'write') {
        to.receiveEnd(0);
        continue;
      }
      from.outputSent(output.bytes.length, 0);
      for (const byte of output.bytes) to.receive(Uint8Array.of(byte), 0);
    }
    return moved;
  };
  while (turn(client, server) || turn(server, client));
  return events;
}

function textOf(event: ConnectionEvent): string {
  return event.type === 'message' ? String(event.data) : event.type;
}

/** Events of the two ends at the same time have no order. */
function sorted(texts: readonly string[]): string[] {
  return [...texts].sort();
}

/** An engine may have no source of entropy. */
function fillRandom(bytes: Uint8Array): void {
  for (let i = 0; i < bytes.length; i++) bytes[i] = 7 * i + 1;
}

/**
 * Connections as scenarios begin with them: before the opening handshake, or after it.
 *
 * @module
 */

import { ClientConnection, type ConnectionOptions, ServerConnection } from 'sansocket';
import { createRequest, type Field, type ResponseHead } from 'sansocket/handshake';
import { extensionsOf } from './extensions.ts';
import { Playing } from './playing.ts';
import type { Scenario } from './scenario.ts';

const URL = 'ws://server.example.com/chat';
const NONCE = 'the sample nonce';
/** Each frame of our client is masked with the key of RFC 6455 §5.7: a link shows the same bytes again. */
const MASKING_KEY = [0x37, 0xfa, 0x21, 0x3d];

/** The connection of a scenario, at its beginning. */
export function startPlaying(scenario: Scenario): Playing {
  const extensions = extensionsOf(scenario);
  const options = { extensions, fillRandom: sampleRandom };
  if (scenario.start === 'open') return startOpen(scenario, options);
  const connection =
    scenario.role === 'server'
      ? new ServerConnection(options, 0)
      : new ClientConnection(URL, options, 0);
  return new Playing(connection, scenario);
}

function startOpen(scenario: Scenario, options: ConnectionOptions): Playing {
  const names = (options.extensions ?? []).map(({ name }) => name);
  const offers = names.map((name) => ({ name, parameters: [] }));
  const request = createRequest(URL, { key: sampleKey(), extensions: offers });
  const connection =
    scenario.role === 'server'
      ? ServerConnection.fromRequest(request, options, 0)
      : ClientConnection.fromResponse(request, responseWith(names), options, 0);
  new Playing(connection, { ...scenario, first: 'nothing', application: 'listen' }).turn();
  const playing = new Playing(connection, scenario);
  playing.startOpen();
  return playing;
}

function responseWith(extensions: readonly string[]): ResponseHead {
  const fields: Field[] = [
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Accept', 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='],
    ...extensions.map((name): Field => ['Sec-WebSocket-Extensions', name]),
  ];
  return { status: 101, reason: 'Switching Protocols', httpVersion: '1.1', fields };
}

function sampleKey(): Uint8Array {
  return Uint8Array.from(NONCE, (letter) => letter.charCodeAt(0));
}

function sampleRandom(bytes: Uint8Array): void {
  if (bytes.length === NONCE.length) bytes.set(sampleKey());
  else for (let i = 0; i < bytes.length; i++) bytes[i] = MASKING_KEY[i % 4]!;
}

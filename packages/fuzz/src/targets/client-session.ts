/**
 * A whole connection as the client's end sees it: a response, then frames (RFC 6455 §4 to §8).
 *
 * @module
 */
import { judgeSession } from '@sansocket/testkit/model';
import { ClientConnection } from 'sansocket';
import { closeWords, frameWords, headWords, utf8Words } from './dictionary.ts';
import { runSessions, type SessionKind } from './session.ts';
import type { Target } from './target.ts';

const head = [
  'HTTP/1.1 101 Switching Protocols',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
  '\r\n',
].join('\r\n');

const nonce = Buffer.from('the sample nonce', 'latin1');

/** The key of the example of §1.3; all masking keys are the same, since a move draws them anew. */
function fillRandom(bytes: Uint8Array): void {
  if (bytes.length === nonce.length) bytes.set(nonce);
  else bytes.fill(0x55);
}

const client: SessionKind = {
  head,
  connect: (options) =>
    new ClientConnection('ws://server.example.com/chat', { ...options, fillRandom }, 0),
  restore: (snapshot, options) => ClientConnection.restore(snapshot, { ...options, fillRandom }, 0),
  judge: (bytes, limits) =>
    judgeSession(bytes, {
      role: 'client',
      limits,
      opening: {
        key: nonce.toString('base64'),
        maxHandshakeBytes: 16_384,
        maxHandshakeFields: 100,
        maxHandshakeLineBytes: 16_384,
      },
    }),
};

/** The client's connection. */
export const clientSession: Target = {
  name: 'client-session',
  promise:
    'Events and output do not depend on cuts, copies and moves; events equal the model’s, keep their order and end with close; output is bounded',
  maxBytes: 2048,
  stepsPerByte: 1200,
  dictionary: [...frameWords, ...closeWords, ...headWords, ...utf8Words],
  run: (input) => runSessions(client, input),
};

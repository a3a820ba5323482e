/**
 * A whole connection as the server's end sees it: a request, then frames (RFC 6455 §4 to §8).
 *
 * @module
 */
import { judgeSession } from '@sansocket/testkit/model';
import { ServerConnection } from 'sansocket';
import { closeWords, frameWords, headWords, utf8Words } from './dictionary.ts';
import { runSessions, type SessionKind } from './session.ts';
import type { Target } from './target.ts';

const head = [
  'GET /chat HTTP/1.1',
  'Host: server.example.com',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
  '\r\n',
].join('\r\n');

const server: SessionKind = {
  head,
  connect: (options) => new ServerConnection(options, 0),
  restore: (snapshot, options) => ServerConnection.restore(snapshot, options, 0),
  judge: (bytes, limits) =>
    judgeSession(bytes, {
      role: 'server',
      limits,
      opening: {
        maxHandshakeBytes: 16_384,
        maxHandshakeFields: 100,
        maxHandshakeLineBytes: 16_384,
      },
    }),
};

/** The server's connection. */
export const serverSession: Target = {
  name: 'server-session',
  promise:
    'Events and output do not depend on cuts, copies and moves; events equal the model’s, keep their order and end with close; output is bounded',
  maxBytes: 2048,
  stepsPerByte: 1200,
  dictionary: [...frameWords, ...closeWords, ...headWords, ...utf8Words],
  run: (input) => runSessions(server, input),
};

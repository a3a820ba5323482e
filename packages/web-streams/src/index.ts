/** WebSocket over pairs of web streams (RFC 6455): WebTransport, `cloudflare:sockets` and others. @module */

export { openSocket } from './open-socket.ts';
export type { OnEvent, Socket } from './socket.ts';
export type {
  BytesRead,
  BytesReader,
  BytesWriter,
  ReadableBytes,
  StreamPair,
  WritableBytes,
} from './stream-pair.ts';

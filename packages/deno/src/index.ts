/** WebSocket in Deno (RFC 6455): servers, clients, and a connection over a socket of Deno. @module */

export type {
  Attached,
  AttachOptions,
  ConnectOptions,
  OnEvent,
  OnRequest,
  ServeOptions,
  Server,
  Socket,
} from '@sansocket/node';
export { denoCapabilities } from './capabilities.ts';
export type { Conn } from './conn.ts';
export { connect, open } from './connect.ts';
export { openSocket } from './open-socket.ts';
export { attach, serve } from './serve.ts';

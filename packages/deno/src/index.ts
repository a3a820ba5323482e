/** WebSocket over the sockets of Deno (RFC 6455). @module */

export { denoCapabilities } from './capabilities.ts';
export { type ConnectOptions, connect } from './connect.ts';
export type {
  Addr,
  Conn,
  DenoRuntime,
  Listener,
  TlsClientOptions,
  TlsServerOptions,
} from './deno.ts';
export { openSocket } from './open-socket.ts';
export { type ServeOptions, type Server, serve } from './serve.ts';
export type { OnEvent, OnRequest, Socket } from './socket.ts';

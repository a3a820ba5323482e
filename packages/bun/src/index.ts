/** WebSocket over the sockets of Bun (RFC 6455). @module */

export type { BunRuntime, BunSocket, Listener, SocketHandlers, TlsOptions } from './bun.ts';
export { bunCapabilities } from './capabilities.ts';
export { type ConnectOptions, connect, open } from './connect.ts';
export { openSocket, socketHandlers } from './open-socket.ts';
export { type ServeOptions, type Server, serve } from './serve.ts';
export type { OnEvent, OnRequest, Socket } from './socket.ts';

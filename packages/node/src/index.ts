/** WebSocket over the sockets and the HTTP servers of Node (RFC 6455). @module */

export { type Attached, type AttachOptions, attach } from './attach.ts';
export { nodeCapabilities } from './capabilities.ts';
export { type ConnectOptions, connect, open } from './connect.ts';
export { openRelay } from './open-relay.ts';
export { openSocket } from './open-socket.ts';
export { type ServeOptions, type Server, serve } from './serve.ts';
export type { OnEvent, OnRequest, Socket } from './socket.ts';

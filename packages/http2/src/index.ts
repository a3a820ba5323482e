/** WebSocket over the streams of `node:http2` (RFC 8441). @module */

export { type AttachOptions, attach, type StreamRequest, type StreamSocket } from './attach.ts';
export { ConnectError, type ConnectOptions, connect, type Rejected } from './connect.ts';

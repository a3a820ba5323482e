/** WebSocket over the streams of `node:http2` (RFC 8441). @module */

export { attach } from './attach.ts';
export { type ConnectOptions, connect } from './connect.ts';
export type { AttachOptions, StreamRequest, StreamSocket } from './server-streams.ts';

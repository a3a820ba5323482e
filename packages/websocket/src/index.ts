/** The WHATWG WebSocket and WebSocketStream classes over any transport. @module */

export type { Open, RequestOptions, WebSocketClassOptions } from './open.ts';
export type { OpenedSocket } from './opened-socket.ts';
export { type PairOptions, webSocketPair } from './pair.ts';
export type {
  BlobLike,
  CloseEventLike,
  EventLike,
  EventTargetLike,
  ListenerLike,
  ListenerOptions,
  MessageEventLike,
  PlatformClasses,
  StreamClass,
  UrlRecord,
} from './platform.ts';
export { webSocketClass } from './web-socket.ts';
export { webSocketStreamClass } from './web-socket-stream.ts';
export type {
  MessageReader,
  MessageWriter,
  OpenedStreams,
  ReadableMessages,
  WebSocketCloseInfo,
  WebSocketError,
  WebSocketStream,
  WebSocketStreamClass,
  WebSocketStreamOptions,
  WritableMessages,
} from './web-socket-stream-types.ts';
export type {
  BinaryType,
  EventHandler,
  EventOf,
  WebSocket,
  WebSocketClass,
} from './web-socket-types.ts';

/** The connection: both roles, their events, options and outputs, and the loop that drives them. @module */
export { ClientConnection, type ClientOptions, clientChecks } from './client-connection.ts';
export type { Connection } from './connection.ts';
export type { Deadline, TimeoutReason } from './deadlines.ts';
export { Driver, type Pipe, type Transport } from './driver.ts';
export type {
  CloseEvent,
  CloseReceivedEvent,
  ConnectionEvent,
  DrainEvent,
  EndedBy,
  FrameEvent,
  HandshakeRejectedEvent,
  HandshakeRequestEvent,
  MessageEvent,
  MessagePartEvent,
  OpenEvent,
  Output,
  PingEvent,
  PongEvent,
  SendStatus,
  ViolationEvent,
} from './events.ts';
export type { Established, Opening, OpeningStep } from './opening.ts';
export {
  type Capabilities,
  type ConnectionOptions,
  defaultLimits,
  defaultTimeouts,
  type Limits,
  type Timeouts,
} from './options.ts';
export { checkPlace, type Place, placeChecks } from './place.ts';
export { type PreparedMessage, prepareMessage } from './prepared-message.ts';
export { afterImmediates, type Runtime } from './runtime.ts';
export { Schedule } from './schedule.ts';
export type { SendOptions } from './sender.ts';
export { ServerConnection, type ServerOptions, serverChecks } from './server-connection.ts';
export type { AcceptOptions } from './server-opening.ts';
export {
  type OnRequest,
  type OpenSocket,
  ServerSockets,
  type ServerSocketsOptions,
} from './server-sockets.ts';
export { SharedMemory } from './shared-memory.ts';
export type { PingState, SendingPart, Snapshot } from './snapshot.ts';
export { type OnEvent, Socket } from './socket.ts';
export type { Inputs } from './socket-transport.ts';
export { type Input, type ReadyState, readyStates, type State, transitions } from './states.ts';
export { type ByteStream, StreamPipe } from './stream-pipe.ts';
export type {
  AskOptions,
  ClientHandshake,
  ServerHandshake,
  Version,
  VersionRequest,
  Versions,
} from './version.ts';
export type {
  Dialect,
  Frames,
  MessageSender,
  Receiver,
  VersionFrames,
} from './version-frames.ts';
export { WriteQueue } from './write-queue.ts';

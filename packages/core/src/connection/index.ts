/** The connection: both roles, their events, options and outputs. @module */
export { ClientConnection, type ClientOptions, clientChecks } from './client-connection.ts';
export { type Connection, machineOf } from './connection.ts';
export { ControlReceiver } from './control-receiver.ts';
export type { Deadline, TimeoutReason } from './deadlines.ts';
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
export type { Machine } from './machine.ts';
export { OpenConnection, type OpenOptions, openChecks } from './open-connection.ts';
export type { Established, Opening, OpeningStep } from './opening.ts';
export {
  type Capabilities,
  type ConnectionOptions,
  type ConnectionRecorder,
  defaultClientTimeouts,
  defaultLimits,
  defaultTimeouts,
  type Limits,
  type Timeouts,
} from './options.ts';
export { PreparedMessage, prepareMessage } from './prepared-message.ts';
export type { SendOptions } from './sender.ts';
export { ServerConnection, type ServerOptions, serverChecks } from './server-connection.ts';
export { type AcceptOptions, acceptChecks } from './server-opening.ts';
export { SharedMemory } from './shared-memory.ts';
export type { PingState, SendingPart, Snapshot } from './snapshot.ts';
export { type Input, type ReadyState, readyStates, type State, transitions } from './states.ts';
export type { ConnectionStats } from './stats.ts';
export type {
  AskOptions,
  ClientHandshake,
  ServerHandshake,
  Version,
  VersionRequest,
} from './version.ts';
export type {
  Dialect,
  Frames,
  MessageSender,
  Receiver,
  VersionFrames,
} from './version-frames.ts';
export { violationEvent, withLimit } from './violation-event.ts';

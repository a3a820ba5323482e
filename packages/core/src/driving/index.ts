/**
 * Runs connections over sockets, the same in every runtime: the driver, the socket for the application, and the
 * schedule that gives each socket its turn.
 *
 * @module
 */
export { aSignal, type Signal } from './abort-signal.ts';
export { Driver, type Pipe, type Transport } from './driver.ts';
export { ConnectError, opened, type Rejected } from './opened.ts';
export { checkPlace, type Place, placeChecks } from './place.ts';
export { type OnRelayEvent, RelaySocket } from './relay-socket.ts';
export {
  type RequestPolicy,
  type RequestUrl,
  requestPolicyChecks,
  requestUrl,
} from './request-policy.ts';
export { afterImmediates, type Runtime } from './runtime.ts';
export { Schedule } from './schedule.ts';
export {
  type OnRequest,
  type OpenSocket,
  ServerSockets,
  type ServerSocketsOptions,
  type Serving,
  serverSocketsChecks,
} from './server-sockets.ts';
export { type Closing, type OnEvent, Socket, type SocketOptions, socketChecks } from './socket.ts';
export type { Inputs } from './socket-transport.ts';
export { type ByteStream, StreamPipe } from './stream-pipe.ts';
export type { Message } from './waits.ts';
export { WriteQueue } from './write-queue.ts';

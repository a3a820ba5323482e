/**
 * Runs connections over sockets, the same in every runtime: the driver, the socket for the application, and the
 * schedule that gives each socket its turn.
 *
 * @module
 */
export {
  afterImmediates,
  type ByteStream,
  checkPlace,
  Driver,
  type Inputs,
  type OnEvent,
  type OnRelayEvent,
  type OnRequest,
  type OpenSocket,
  type Pipe,
  type Place,
  placeChecks,
  RelaySocket,
  type Runtime,
  Schedule,
  ServerSockets,
  type ServerSocketsOptions,
  Socket,
  StreamPipe,
  type Transport,
  WriteQueue,
} from '../driving/index.ts';

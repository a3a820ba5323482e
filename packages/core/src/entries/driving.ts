/**
 * Runs connections over sockets, the same in every runtime: the driver, the socket for the application, and the
 * schedule that gives each socket its turn.
 *
 * @module
 */
export {
  afterImmediates,
  aSignal,
  type ByteStream,
  type Closing,
  ConnectError,
  checkPlace,
  Driver,
  type Inputs,
  type Message,
  type OnEvent,
  type OnRelayEvent,
  type OnRequest,
  type OpenSocket,
  opened,
  type Pipe,
  type Place,
  placeChecks,
  type Rejected,
  RelaySocket,
  type RequestPolicy,
  type RequestUrl,
  type Runtime,
  requestPolicyChecks,
  requestUrl,
  Schedule,
  ServerSockets,
  type ServerSocketsOptions,
  type Serving,
  type Signal,
  Socket,
  type SocketOptions,
  StreamPipe,
  serverSocketsChecks,
  socketChecks,
  type Transport,
  WriteQueue,
} from '../driving/index.ts';

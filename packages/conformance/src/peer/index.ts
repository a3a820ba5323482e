/** The network: connections to a server, and of clients. @module */
export { Line, NoConnection, type StreamEnd } from './line.ts';
export { type Arrival, Listener } from './listener.ts';
export {
  isLoopback,
  openTransport,
  parseTarget,
  type Target,
  type TargetOptions,
} from './target.ts';

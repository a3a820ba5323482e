/**
 * The requests of the bench to its clients.
 *
 * @module
 */

import type { Sessions } from '../servers/index.ts';
import type { FloodTraffic } from '../work/index.ts';

/** Connections, and the message of each. */
export interface LoadOptions {
  readonly port: number;
  readonly connections: number;
  readonly messages: 'text' | 'binary';
  /** Payload of a message. */
  readonly bytes: number;
  /** Messages of a connection that are under way; 0 when it only receives. */
  readonly inFlight: number;
  /** Whether the server sends back the frames as they came, masked. */
  readonly raw: boolean;
  /** Whether to offer compression, and to count frames instead of bytes, for connections that only receive. */
  readonly compresses: boolean;
  /** Over HTTP/2: the sessions of the connections. Default: HTTP/1.1. */
  readonly sessions?: Sessions | undefined;
}

/**
 * `flood` is answered once a hostile client sends, which goes on until the process ends; `ping` with `RoundTrips`
 * of a good one, which stays open for the next. `open` is answered once all connections are open. `run` sends for the
 * given time, waits for the messages under way and is answered with a `Run`. `expect` is answered once every connection
 * has got the given number of bytes, or of compressed frames.
 */
export type LoadRequest =
  | { readonly type: 'open'; readonly options: LoadOptions }
  | { readonly type: 'run'; readonly ms: number }
  | { readonly type: 'expect'; readonly bytes: number }
  | { readonly type: 'flood'; readonly port: number; readonly traffic: FloodTraffic }
  | {
      readonly type: 'ping';
      readonly port: number;
      readonly ms: number;
      readonly everyMs: number;
    };

/** From a message to its echo, in milliseconds. */
export interface RoundTrips {
  readonly median: number;
  readonly max: number;
}

/** The result of a run. */
export interface Run {
  readonly messages: number;
  readonly ms: number;
  /** Milliseconds from a message to its echo that 99 of 100 keep; only with one in flight. */
  readonly p99: number | undefined;
}

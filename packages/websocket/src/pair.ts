/**
 * Two connected `WebSocket` objects in memory: for tests, and for two parts of one program.
 *
 * @module
 */

import { openSocket, type StreamPair } from '@sansocket/web-streams';
import { OpenConnection, openChecks } from 'sansocket/connection';
import { type Checks, checkOptions } from 'sansocket/options';
import { webSocketClass } from './web-socket.ts';
import type { WebSocket } from './web-socket-types.ts';

/** The options of `webSocketPair`. */
export interface PairOptions {
  /** The subprotocol in use. Default: none. */
  readonly subprotocol?: string | undefined;
}

const checks: Checks<PairOptions> = { subprotocol: openChecks.subprotocol };

/**
 * Makes a pair. Both objects are connecting, and open once the current code has ended; then each receives what the
 * other sends, as real frames.
 *
 * @throws TypeError when an option cannot be used.
 *
 * @example
 * ```ts
 * import { webSocketPair } from '@sansocket/websocket';
 *
 * const [client, server] = webSocketPair();
 * server.onmessage = ({ data }) => server.send(`${data}!`);
 * client.onopen = () => client.send('Hello');
 * ```
 */
export function webSocketPair(options: PairOptions = {}): [client: WebSocket, server: WebSocket] {
  checkOptions(options, checks);
  const { subprotocol } = options;
  const there = new TransformStream();
  const back = new TransformStream();
  const end = (role: 'client' | 'server', pair: StreamPair): WebSocket => {
    const WebSocket = webSocketClass({
      open(_url, _request, onEvent) {
        const connection = new OpenConnection(role, { subprotocol }, performance.now());
        return openSocket(connection, pair, onEvent);
      },
    });
    return new WebSocket('ws://pair.invalid/');
  };
  return [
    end('client', { readable: back.readable, writable: there.writable }),
    end('server', { readable: there.readable, writable: back.writable }),
  ];
}

declare const performance: { now(): number };
declare const TransformStream: new () => StreamPair;

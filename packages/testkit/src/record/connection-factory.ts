/**
 * The source of a test's connections: core itself, a recorder, a machine with a deliberate fault.
 *
 * @module
 */

import {
  ClientConnection,
  type ClientOptions,
  ServerConnection,
  type ServerOptions,
} from 'sansocket';

/** Makes connections of both roles. */
export interface ConnectionFactory {
  /** @param now - In milliseconds. */
  server(options: ServerOptions, now: number): ServerConnection;
  /**
   * @param url - A ws or wss URL.
   * @param now - In milliseconds.
   */
  client(url: string, options: ClientOptions, now: number): ClientConnection;
}

/** Makes plain connections of core. */
export const plainFactory: ConnectionFactory = {
  server: (options, now) => new ServerConnection(options, now),
  client: (url, options, now) => new ClientConnection(url, options, now),
};

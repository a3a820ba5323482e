/**
 * Listening on a free port of this machine.
 *
 * @module
 */

import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';

/** Connections that wait to be accepted: thousands come at once. */
const BACKLOG = 4096;

/** @returns The port, once the server listens. */
export async function listen(server: Server): Promise<number> {
  server.listen({ port: 0, host: '127.0.0.1', backlog: BACKLOG });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/**
 * Servers that are compared, and where each runs.
 *
 * @module
 */

import { environmentOf } from '../peers/index.ts';
import type { RuntimeName } from '../program/index.ts';
import type { EchoServer, Manner } from './server.ts';

/** Sansocket first. `net`: bare sockets. `bun`, `deno`: their built-in servers. */
export const serverNames = [
  'sansocket',
  'ws',
  'ws+bufferutil',
  'websocket-driver',
  'websocket',
  'net',
  'bun',
  'deno',
] as const;

/** One of those. */
export type ServerName = (typeof serverNames)[number];

/** @returns Where it runs; most run in any. */
export function runtimeOf(name: ServerName, runtime: RuntimeName): RuntimeName {
  return name === 'bun' || name === 'deno' ? name : runtime;
}

/** Environment of its process. */
export function serverEnvironment(name: ServerName): Readonly<Record<string, string>> {
  return name === 'ws' ? environmentOf(name) : {};
}

/**
 * Starts one.
 *
 * @param manner - Only for Sansocket or `ws`; the others ignore it.
 */
export async function startServer(name: ServerName, manner: Manner = {}): Promise<EchoServer> {
  switch (name) {
    case 'sansocket':
      return (await import('./sansocket.ts')).start(manner);
    case 'ws':
    case 'ws+bufferutil':
      return (await import('./ws.ts')).start(manner);
    case 'websocket-driver':
      return (await import('./websocket-driver.ts')).start();
    case 'websocket':
      return (await import('./websocket.ts')).start();
    case 'net':
      return (await import('./net.ts')).start();
    case 'bun':
      return (await import('./bun.ts')).start();
    case 'deno':
      return (await import('./deno.ts')).start();
    default:
      return name satisfies never;
  }
}

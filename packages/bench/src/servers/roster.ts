/**
 * Servers that are compared, and where each runs.
 *
 * @module
 */

import { environmentOf } from '../peers/index.ts';
import type { RuntimeName } from '../program/index.ts';
import type { EchoServer, Manner } from './server.ts';

/** Whether connections over HTTP/2 share a session, or each has its own. */
export type Sessions = 'shared' | 'apart';

/**
 * Sansocket first. `sansocket-http2`: over HTTP/2, with one session for all connections; `sansocket-http2-apart`: with a
 * session for each. `net`: bare sockets. `bun`, `deno`: their built-in servers. `hypercorn`: of Python, over HTTP/2, apart: it stalls with
 * 1000 connections on one session, and with 32 messages in flight on each.
 */
export const serverNames = [
  'sansocket',
  'sansocket-http2',
  'sansocket-http2-apart',
  'ws',
  'ws+bufferutil',
  'websocket-driver',
  'websocket',
  'net',
  'bun',
  'deno',
  'hypercorn',
] as const;

/** One of those. */
export type ServerName = (typeof serverNames)[number];

/** @returns The sessions of its clients, if it speaks HTTP/2. */
export function sessionsOf(name: ServerName): Sessions | undefined {
  if (name === 'sansocket-http2') return 'shared';
  return name === 'sansocket-http2-apart' || name === 'hypercorn' ? 'apart' : undefined;
}

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
    case 'sansocket-http2':
    case 'sansocket-http2-apart':
      return (await import('./sansocket-http2.ts')).start();
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
    case 'hypercorn':
      throw new Error('hypercorn has a script of its own');
    default:
      return name satisfies never;
  }
}

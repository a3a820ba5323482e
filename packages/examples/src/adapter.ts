/**
 * The adapter of the runtime that runs this program: Node, Deno or Bun.
 *
 * @module
 */

import type { ClientOptions } from 'sansocket';
import type { OnEvent, ServerSocketsOptions } from 'sansocket/driving';

/** What the programs here use of it: every adapter has the same functions. */
export interface Adapter {
  readonly serve: (
    options: ServerSocketsOptions & { readonly port: number; readonly host: string },
    onEvent: OnEvent,
  ) => Promise<{ readonly port: number; close(): Promise<void> }>;
  readonly connect: (url: string, options: ClientOptions, onEvent: OnEvent) => unknown;
}

export const runtimeNames = ['node', 'deno', 'bun'] as const;
export type RuntimeName = (typeof runtimeNames)[number];

/** Which runtime this is. */
export function runtimeName(): RuntimeName {
  if ('Deno' in globalThis) return 'deno';
  return 'Bun' in globalThis ? 'bun' : 'node';
}

/** The one line that differs between runtimes. */
export async function loadAdapter(): Promise<Adapter> {
  switch (runtimeName()) {
    case 'deno':
      return import('@sansocket/deno');
    case 'bun':
      return import('@sansocket/bun');
    case 'node':
      return import('@sansocket/node');
  }
}

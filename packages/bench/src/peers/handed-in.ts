/**
 * What is handed in to connections of ours, besides what a row asks for.
 *
 * @module
 */

import process from 'node:process';
import { type ConnectionOptions, SharedMemory } from 'sansocket';
import { createWasmMasker } from 'sansocket/masking';

/** What core brings along and an engine runs: nothing but ECMAScript. */
export function portable(): ConnectionOptions {
  return { memory: new SharedMemory() };
}

/** As `serve` of the adapter for Node; in other runtimes what core brings for any engine. */
export async function best(): Promise<ConnectionOptions> {
  const memory = new SharedMemory();
  if ('deno' in process.versions || 'bun' in process.versions) {
    return { memory, capabilities: { mask: createWasmMasker() } };
  }
  const { nodeCapabilities } = await import('@sansocket/node');
  return { memory, capabilities: nodeCapabilities() };
}

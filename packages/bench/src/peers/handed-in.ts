/**
 * The capabilities for Sansocket's connections, in addition to the options of a row.
 *
 * @module
 */

import process from 'node:process';
import { type Capabilities, type ConnectionOptions, SharedMemory } from 'sansocket';
import { createNativeMasker, type MaskingAddon } from 'sansocket/masking';
import { loadPackage } from './load-package.ts';

/** Core without capabilities: ECMAScript alone. */
export function portable(): ConnectionOptions {
  return { memory: new SharedMemory() };
}

/** As `serve` of the runtime's adapter. */
export async function best(): Promise<ConnectionOptions> {
  return { memory: new SharedMemory(), capabilities: await capabilities() };
}

/** As the adapter for Node, with an add-on that masks. */
export async function native(): Promise<ConnectionOptions> {
  const mask = createNativeMasker(loadPackage('bufferutil') as MaskingAddon);
  return { memory: new SharedMemory(), capabilities: { ...(await capabilities()), mask } };
}

async function capabilities(): Promise<Capabilities> {
  if ('deno' in process.versions) return (await import('@sansocket/deno')).denoCapabilities();
  if ('bun' in process.versions) return (await import('@sansocket/bun')).bunCapabilities();
  return (await import('@sansocket/node')).nodeCapabilities();
}

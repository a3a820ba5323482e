/**
 * An engine that has ECMAScript and nothing else, and the way to bring code into it.
 *
 * @module
 */

import { type Context, createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';

/** What V8 adds to ECMA-262 in every context. */
const ADDED_BY_V8 = ['console', 'WebAssembly', 'Intl'];

export function bareEngine(): Context {
  const context = createContext(Object.create(null) as object);
  for (const name of ADDED_BY_V8) runInContext(`delete globalThis.${name}`, context);
  return context;
}

/**
 * @param entry - A TypeScript file, relative to this folder.
 * @returns It and all that it imports as one script; what it exports is the global `bundle` then.
 */
export async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [new URL(entry, import.meta.url).pathname],
    bundle: true,
    format: 'iife',
    globalName: 'bundle',
    platform: 'neutral',
    target: 'es2022',
    conditions: ['sansocket-source'],
    write: false,
  });
  return outputFiles[0]!.text;
}

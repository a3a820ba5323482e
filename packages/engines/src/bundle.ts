/**
 * A module and all that it imports as one script, for engines that load no modules.
 *
 * @module
 */

import { build } from 'esbuild';

/** What the script leaves behind: a global with what the module exports. */
export const BUNDLE = 'bundle';

/**
 * Bundles sources.
 *
 * @param contents - A module in TypeScript.
 * @param folder - Where its imports are looked up.
 */
export async function bundle(contents: string, folder: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder, loader: 'ts' },
    bundle: true,
    format: 'iife',
    globalName: BUNDLE,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    conditions: ['sansocket-source'],
    write: false,
    legalComments: 'none',
    logLevel: 'silent',
  });
  return outputFiles[0]!.text;
}

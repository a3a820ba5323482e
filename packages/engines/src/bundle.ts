/**
 * Bundles a module and all its imports as one script, for engines that load no modules.
 *
 * @module
 */

import { build } from 'esbuild';

/** The global that the script sets: an object with the exports of the module. */
export const BUNDLE = 'bundle';

/**
 * Bundles sources.
 *
 * @param contents - A module in TypeScript.
 * @param folder - The folder that its imports are relative to.
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

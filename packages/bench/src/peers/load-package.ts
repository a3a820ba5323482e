/**
 * Packages by the path of their main file: by name, Bun would load its built-in `ws`.
 *
 * @module
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** @returns The exports of the package. */
export function loadPackage(name: string): unknown {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve(`${name}/package.json`);
  const { main = 'index.js' } = JSON.parse(readFileSync(manifest, 'utf8')) as { main?: string };
  return require(join(dirname(manifest), main)) as unknown;
}

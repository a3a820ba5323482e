/**
 * The page as one file: style and script inside, nothing to load.
 *
 * @module
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const sources = 'packages/playground/src/page';

/** The path of the page. */
export const pageFile = 'docs/playground/index.html';

/** @param root - The workspace. */
export async function buildPage(root: string): Promise<string> {
  const read = (name: string) => readFileSync(join(root, sources, name), 'utf8');
  const parts: Readonly<Record<string, string>> = {
    style: await smallStyle(read('page.css')),
    script: await script(root),
  };
  return read('page.html').replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => parts[name] ?? '');
}

async function script(root: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, sources, 'main.ts')],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    conditions: ['sansocket-source'],
    legalComments: 'none',
    charset: 'utf8',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]!.text.trimEnd();
}

async function smallStyle(css: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: css, loader: 'css' },
    minify: true,
    charset: 'utf8',
    write: false,
  });
  return outputFiles[0]!.text.trimEnd();
}

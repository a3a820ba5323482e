import { readdirSync, readFileSync } from 'node:fs';
import { runInContext, runInThisContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { transform } from 'esbuild';
import { bareEngine, bundle } from './bare-engine.ts';

const MARK = 'notInEcmaScript_';

/** Names of engines that do not run these tests. */
const ELSEWHERE = ['window', 'self', 'document', 'Deno', 'Bun', 'process', 'require', 'module'];

/** All that this engine has and ECMAScript does not, and the way around: `globalThis`. */
function namesToAvoid(): string[] {
  const names = 'Object.getOwnPropertyNames(globalThis)';
  const bare = new Set(runInContext(names, bareEngine()) as string[]);
  const here = (runInThisContext(names) as string[]).filter((name) => /^[A-Za-z_]\w*$/.test(name));
  return [...here.filter((name) => !bare.has(name)), ...ELSEWHERE, 'globalThis', 'Intl'];
}

/** @returns The names to avoid that the code uses as globals: esbuild knows the scopes. */
async function globalsOf(code: string): Promise<string[]> {
  const define = Object.fromEntries(namesToAvoid().map((name) => [name, `${MARK}${name}`]));
  const result = await transform(code, { loader: 'ts', format: 'esm', define });
  return [...new Set(result.code.match(new RegExp(`${MARK}\\w+`, 'g')) ?? [])].map((name) =>
    name.slice(MARK.length),
  );
}

describe('globals', () => {
  const sources = new URL('../../src/', import.meta.url);
  const files = readdirSync(sources, { recursive: true }).map(String).sort();

  it('are found where they are used', async () => {
    expect(
      await globalsOf('const a = (b: URL) => setTimeout(() => globalThis.crypto, b);'),
    ).toEqual(['setTimeout', 'globalThis']);
    expect(await globalsOf('const crypto = 1; export const c = { URL: crypto };')).toEqual([]);
  });

  it.each(files.filter((file) => file.endsWith('.ts')))('of %s are in ECMAScript', async (file) => {
    const allowed = file === 'bytes/engine.ts' ? ['globalThis'] : [];
    expect(await globalsOf(readFileSync(new URL(file, sources), 'utf8'))).toEqual(allowed);
  });

  it('of core with its dependency are in ECMAScript', async () => {
    expect(await globalsOf(await bundle('../../src/index.ts'))).toEqual(['globalThis']);
  });
});

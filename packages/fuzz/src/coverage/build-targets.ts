/**
 * The targets as one program, with core's part of it instrumented.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import { build, type Plugin } from 'esbuild';
import type { Target } from '../targets/index.ts';
import { HITS, instrument } from './instrument.ts';

/** The instrumented bundle that the fuzzer runs. */
export interface BuiltTargets {
  readonly targets: readonly Target[];
  /** The counters of core. */
  readonly hits: Uint32Array;
}

const entry = fileURLToPath(new URL('../targets/index.js', import.meta.url));
const core = /[\\/]packages[\\/](?:core|legacy|permessage-deflate)[\\/]dist[\\/].*\.js$/;

/** Bundles the targets as they were built, and runs the bundle. */
export async function buildTargets(): Promise<BuiltTargets> {
  const count = { counters: 0 };
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'bundle',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    plugins: [instrumentCore(count)],
  });
  const code = `${outputFiles[0]!.text}\nreturn bundle;`;
  const program = compileFunction(code, [HITS, 'require'], { filename: 'targets.js' });
  const hits = new Uint32Array(count.counters);
  const run = program as (hits: Uint32Array, require: NodeJS.Require) => Omit<BuiltTargets, 'hits'>;
  return { ...run(hits, createRequire(import.meta.url)), hits };
}

function instrumentCore(count: { counters: number }): Plugin {
  return {
    name: 'instrument-core',
    setup(bundler) {
      bundler.onLoad({ filter: core }, ({ path }) => {
        const name = relative(process.cwd(), path);
        const { code, counters } = instrument(readFileSync(path, 'utf8'), name, count.counters);
        count.counters += counters;
        return { contents: code, loader: 'js' };
      });
    },
  };
}

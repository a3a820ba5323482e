/**
 * The conditions of a figure besides the code: versions, the machine, the day.
 *
 * @module
 */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, release, type as system } from 'node:os';
import { libraries } from '../peers/index.ts';
import { commandFor, type RuntimeName } from '../program/index.ts';

/** @returns Such as `Intel Xeon, 2 cores, Linux 6.1`. */
export function aboutMachine(): string {
  const processors = cpus();
  const model = (processors[0]?.model ?? 'unknown processor').replace(/\s+/g, ' ').trim();
  const [major = '', minor = ''] = release().split('.');
  return `${model}, ${processors.length} cores, ${system()} ${major}.${minor}`;
}

/** @returns Such as `Deno 2.9.6`. */
export function versionOf(runtime: RuntimeName): string {
  const [program] = commandFor(runtime, '');
  const printed = execFileSync(program, ['--version'], { encoding: 'utf8' });
  const [version = ''] = /\d+\.\d+\.\d+/.exec(printed) ?? [];
  return `${runtime[0]!.toUpperCase()}${runtime.slice(1)} ${version}`;
}

/** @returns The version of each package that takes part. */
export function libraryVersions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const names = [...new Set(libraries.flatMap((name) => name.split('+')))];
  return Object.fromEntries(
    names.map((name) => {
      const manifest = readFileSync(require.resolve(`${name}/package.json`), 'utf8');
      return [name, (JSON.parse(manifest) as { version: string }).version];
    }),
  );
}

/** @returns As YYYY-MM-DD. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

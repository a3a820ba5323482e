/**
 * Inputs on disk: the committed seeds of a target, and the inputs that the fuzzer kept in earlier runs.
 *
 * @module
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { nameOf } from './finding.ts';

/** The folders of inputs. */
export interface CorpusFolders {
  /** Has a folder of seeds for each target; only read. */
  readonly seeds: string;
  /** Gets a folder of finds for each target. */
  readonly finds: string;
}

/** The inputs in a folder, in the order of their names; none when it does not exist. */
export function readInputs(folder: string): Uint8Array[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => Uint8Array.from(readFileSync(join(folder, name))));
}

/** Seeds, then finds of a target. */
export function readCorpus({ seeds, finds }: CorpusFolders, target: string): Uint8Array[] {
  return [...readInputs(join(seeds, target)), ...readInputs(join(finds, target))];
}

/**
 * Writes an input under a name made of its content.
 *
 * @returns The path of the file.
 */
export function writeInput(folder: string, input: Uint8Array): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, nameOf(input));
  writeFileSync(path, input);
  return path;
}

/** A path as it is typed where the program was started. */
export function shownPath(path: string): string {
  return relative(process.cwd(), path).replaceAll('\\', '/');
}

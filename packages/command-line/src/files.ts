/**
 * Files that are named on a command line: whether they can be used is known before the work begins.
 *
 * @module
 */

import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Mistake, messageOf } from './mistake.ts';

/**
 * Reads a file that an option names.
 *
 * @param folder - The folder of relative names. Default: the folder that the command runs in.
 * @throws Mistake when it cannot be read.
 */
export function readGivenFile(option: string, file: string, folder = ''): Uint8Array {
  try {
    return Uint8Array.from(readFileSync(resolve(folder, file)));
  } catch (error) {
    throw new Mistake(`Option --${option} cannot read '${file}': ${reasonOf(error)}`);
  }
}

/**
 * Makes sure that a file that an option names can be written later.
 *
 * @throws Mistake when it cannot.
 */
export function checkWritable(option: string, file: string): void {
  try {
    const isThere = existsSync(file);
    if (isThere && statSync(file).isDirectory()) throw new Error('it is a folder');
    accessSync(isThere ? file : dirname(file), constants.W_OK);
  } catch (error) {
    throw new Mistake(`Option --${option} cannot write '${file}': ${reasonOf(error)}`);
  }
}

/** The system's message without the code before it, and without the call and the path after it. */
function reasonOf(error: unknown): string {
  return messageOf(error).replace(/^[A-Z]+: ([^,]*).*$/, '$1');
}

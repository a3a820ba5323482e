/** The command, as it is built. @module */
import { join } from 'node:path';
import { Program } from '@sansocket/engines';

/** The file of the command. */
export const main: string = join(import.meta.dirname, '../../dist/main.js');

/** The end of a command. */
export interface Ended {
  /** `null`: a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** Runs `sansocket` to its end. */
export function sansocket(...args: readonly string[]): Promise<Ended> {
  return run(process.execPath, main, ...args);
}

/** Runs a program to its end. */
export async function run(program: string, ...args: readonly string[]): Promise<Ended> {
  const { exitCode, stdout, stderr } = await new Program(program, args).ended();
  return { code: exitCode, out: stdout, error: stderr };
}

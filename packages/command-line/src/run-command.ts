/**
 * The frame around each command: help, arguments, work, and mistakes in one sentence.
 *
 * @module
 */

import process from 'node:process';
import { type Command, helpOf } from './command.ts';
import { Failure, Mistake, messageOf } from './mistake.ts';
import type { Options, Values } from './option.ts';
import { endWithReader } from './output.ts';
import { asksForHelp, readArguments } from './read-arguments.ts';

/**
 * Runs a command with the arguments of this process. The work gets the parsed options, then the operands or, for
 * `rest`, all arguments as they are. A mistake on the command line ends it with exit code 2 before any work; an error
 * of the work shows its stack only if it is a fault of the program.
 */
export async function runCommand<Given extends Options>(
  command: Command<Given>,
  work: (values: Values<Given>, args: readonly string[]) => void | Promise<void>,
  // A script runner may pass on the `--` that ends its own options.
  args: readonly string[] = process.argv.slice(process.argv[2] === '--' ? 3 : 2),
): Promise<void> {
  endWithReader();
  if (asksForHelp(args)) {
    console.log(helpOf(command));
    return;
  }
  try {
    const { values, operands } = readArguments(command, command.rest === undefined ? args : []);
    await work(values, command.operands === undefined ? args : operands);
  } catch (error) {
    endWith(error, command.name);
  }
}

/** Prints an error, and ends the process. */
export function endWith(error: unknown, name: string): never {
  if (error instanceof Mistake) {
    console.error(`${error.message}\nTry ${name} --help`);
    process.exit(2);
  }
  if (error instanceof Failure || isOfSystem(error)) console.error(messageOf(error));
  else console.error(error);
  process.exit(1);
}

/** A missing file, a port in use: the message of the system is enough. */
function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

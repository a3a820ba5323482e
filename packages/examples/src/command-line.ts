/**
 * The command line of a program here: options with a value, `--help`, and mistakes that end with exit code 2.
 *
 * @module
 */

import { parseArgs } from 'node:util';

/** A text with its default, `undefined` for one that is required; `false` for a switch. */
type Defaults = Readonly<Record<string, string | false | undefined>>;

/** What each option says. */
type Values<Given extends Defaults> = {
  readonly [Name in keyof Given]: Given[Name] extends false ? boolean : string;
};

/**
 * Reads `process.argv`. Ends the process for `--help`, and when the options are not those of the program.
 *
 * @param usage - What `--help` prints.
 * @param defaults - The program's options, each with its default.
 * @returns The value of each option.
 */
export function readCommandLine<Given extends Defaults>(
  usage: string,
  defaults: Given,
): Values<Given> {
  const given = parse(defaults);
  if (given['help'] === true) {
    console.log(usage);
    process.exit(0);
  }
  const values = Object.entries(defaults).map(([name, byDefault]) => {
    const value = given[name] ?? byDefault;
    return [name, value ?? endWithMistake(`Option --${name} is required`)];
  });
  return Object.fromEntries(values) as Values<Given>;
}

/** Says on stderr what is wrong with the command line, and ends the process with exit code 2. */
export function endWithMistake(mistake: string): never {
  console.error(`${mistake}\nTry --help`);
  process.exit(2);
}

/** @returns The port that an option names, 0 to 65535. Ends the process when it names none. */
export function portOf(value: string): number {
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 0xffff) return port;
  return endWithMistake(`Port must be 0 to 65535, got '${value}'`);
}

/** What went wrong, in words. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function parse(defaults: Defaults): Record<string, string | boolean | undefined> {
  const types = Object.entries(defaults).map(([name, byDefault]) => {
    return [name, { type: byDefault === false ? 'boolean' : 'string' }] as const;
  });
  const options = { ...Object.fromEntries(types), help: { type: 'boolean' } } as const;
  // A script runner may pass on the `--` that ends its own options.
  const args = process.argv.slice(process.argv[2] === '--' ? 3 : 2);
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    return endWithMistake(messageOf(error));
  }
}

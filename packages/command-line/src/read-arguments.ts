/**
 * From the arguments of a command to the values of its options.
 *
 * @module
 */

import { parseArgs } from 'node:util';
import type { Command } from './command.ts';
import { Mistake, messageOf } from './mistake.ts';
import { suggest } from './nearest.ts';
import type { Options, Values } from './option.ts';

/** Whether the help is asked for. */
export function asksForHelp(args: readonly string[]): boolean {
  return args.includes('--help') || args.includes('-h');
}

/** The arguments of a command, read. */
export interface Arguments<Given extends Options> {
  readonly values: Values<Given>;
  /** The arguments that are no options, where the command takes any. */
  readonly operands: readonly string[];
}

/**
 * Reads the arguments of a command. None is ignored.
 *
 * @throws Mistake that names what is wrong.
 */
export function readArguments<Given extends Options>(
  command: Pick<Command<Given>, 'options' | 'apart' | 'operands'>,
  args: readonly string[],
): Arguments<Given> {
  const { options, apart = [] } = command;
  const operands: string[] = [];
  const given = collect(options, args, command.operands === undefined ? undefined : operands);
  for (const group of apart) {
    const [one, other] = group.filter((name) => given.has(name));
    if (other !== undefined)
      throw new Mistake(`Options --${one!} and --${other} exclude each other`);
  }
  const values = Object.entries(options).map(([name, { read }]) => {
    try {
      return [name, read(given.get(name) ?? [])];
    } catch (error) {
      throw error instanceof RangeError
        ? new Mistake(`Option --${name} ${messageOf(error)}`)
        : error;
    }
  });
  return { values: Object.fromEntries(values) as Values<Given>, operands };
}

function collect(
  options: Options,
  args: readonly string[],
  operands: string[] | undefined,
): Map<string, string[]> {
  const given = new Map<string, string[]>();
  const types = Object.entries(options).map(([name, { placeholder }]) => {
    return [name, { type: placeholder === undefined ? 'boolean' : 'string' }] as const;
  });
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(types),
    // Its message would name neither the existing options nor the nearest one.
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'option') addOption(given, options, token);
    else if (token.kind === 'positional' && operands !== undefined) operands.push(token.value);
    else if (token.kind === 'option-terminator' && operands !== undefined) continue;
    else throw new Mistake(`Unexpected argument '${args[token.index]!}'`);
  }
  return given;
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function addOption(
  given: Map<string, string[]>,
  options: Options,
  { name, rawName, value, inlineValue }: OptionToken,
): void {
  const option = Object.hasOwn(options, name) && rawName !== `-${name}` ? options[name] : undefined;
  if (option === undefined) {
    const names = [...Object.keys(options), 'help'];
    throw new Mistake(`Unknown option '${rawName}': ${suggest(name, names, '--')}`);
  }
  const { placeholder, many } = option;
  if (placeholder === undefined && value !== undefined) {
    throw new Mistake(`Option --${name} takes no value, got '${value}'`);
  }
  // The next option is no value, but a negative number is one.
  const isMissing = inlineValue !== true && /^-[^\d]/.test(value ?? '--');
  if (placeholder !== undefined && (isMissing || value === '')) {
    throw new Mistake(`Option --${name} needs a value: --${name} ${placeholder}`);
  }
  const before = given.get(name) ?? [];
  if (many !== true && before.length > 0) throw new Mistake(`Option --${name} was given twice`);
  given.set(name, [...before, value ?? '']);
}

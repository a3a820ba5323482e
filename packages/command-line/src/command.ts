/**
 * A command: its name, its purpose, and its options. The help is made from it, so that every option is described.
 *
 * @module
 */

import { flag, type Options } from './option.ts';

/** A command of the workspace. */
export interface Command<Given extends Options> {
  /** The name as it is typed, such as `pnpm fuzz`. */
  readonly name: string;
  /** Its purpose, and the meaning of its exit code. */
  readonly does: string;
  readonly options: Given;
  /** Arguments that the work reads itself, as the usage shows them. Default: none. */
  readonly rest?: string;
  /** Arguments that are no options, which may stand anywhere among them, as the usage shows them. Default: none. */
  readonly operands?: string;
  /** Options of which at most one can be given. */
  readonly apart?: readonly (readonly (keyof Given & string)[])[];
  /** The text after the options in the help: names of targets, for example. */
  readonly more?: string;
  /** A whole command line. */
  readonly example: string;
}

/** The text that `--help` prints. */
export function helpOf<Given extends Options>(command: Command<Given>): string {
  const { name, does, options, rest, operands = rest, more, example } = command;
  const all: Options = { ...options, help: flag('Print this') };
  const rows = Object.entries(all).map(
    ([option, { placeholder, says, byDefault }]) =>
      [
        synopsisOf(option, placeholder),
        byDefault === undefined ? says : `${says}. Default: ${byDefault}`,
      ] as const,
  );
  const width = Math.max(...rows.map(([synopsis]) => synopsis.length));
  const lines = rows.map(
    ([synopsis, says]) =>
      `  ${synopsis.padEnd(width)}  ${says.replaceAll('\n', `\n${' '.repeat(width + 4)}`)}`,
  );
  const parts = [
    usageOf(name, options, operands),
    does,
    lines.join('\n'),
    more,
    `Example: ${example}`,
  ];
  return parts.filter((part) => part !== undefined).join('\n\n');
}

function usageOf(name: string, options: Options, rest: string | undefined): string {
  const all = Object.entries(options).map(
    ([option, { placeholder, many }]) =>
      `[${synopsisOf(option, placeholder)}]${many === true ? '...' : ''}`,
  );
  return `Usage: ${[name, ...all, ...(rest === undefined ? [] : [rest])].join(' ')}`;
}

function synopsisOf(option: string, placeholder: string | undefined): string {
  return placeholder === undefined ? `--${option}` : `--${option} ${placeholder}`;
}

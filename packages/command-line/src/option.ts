/**
 * The options that a command can have.
 *
 * @module
 */

import { suggest } from './nearest.ts';

/** One option: its text in `--help`, and how its value is read. */
export interface Option<Value> {
  /** The placeholder of the value in the help, such as `FILE`; a switch has none. */
  readonly placeholder?: string;
  /** One or more lines. */
  readonly says: string;
  /** The default, as the help shows it. */
  readonly byDefault?: string | undefined;
  /** Whether it may be given more than once. */
  readonly many?: boolean;
  /**
   * @param given - The values on the command line, in order; one empty text for a switch.
   * @throws RangeError whose message continues after the name of the option: `must be …, got …`.
   */
  readonly read: (given: readonly string[]) => Value;
}

/** The options of a command by their names, without dashes. */
export type Options = Readonly<Record<string, Option<unknown>>>;

/** The description of each option. */
export type Values<Given extends Options> = {
  readonly [Name in keyof Given]: Given[Name] extends Option<infer Value> ? Value : never;
};

/** An option without a value. */
export function flag(says: string): Option<boolean> {
  return { says, read: ([given]) => given !== undefined };
}

/** A text; `undefined` when it is not given. */
export function text(placeholder: string, says: string): Option<string | undefined> {
  return { placeholder, says, read: ([given]) => given };
}

/** A text that is always there. */
export function textOr(byDefault: string, placeholder: string, says: string): Option<string> {
  return { placeholder, says, byDefault, read: ([given = byDefault]) => given };
}

/** The bounds of a number; both are allowed values. */
export interface Bounds {
  readonly min: number;
  /** Default: none. */
  readonly max?: number;
  /** Whether fractions are fine. Default: they are not. */
  readonly fractions?: boolean;
}

/** A number in decimal digits; `undefined` when it is not given. */
export function number(
  placeholder: string,
  says: string,
  bounds: Bounds,
): Option<number | undefined> {
  const read = ([given]: readonly string[]) =>
    given === undefined ? undefined : readNumber(given, bounds);
  return { placeholder, says, read };
}

/** A number that is always there. */
export function numberOr(
  byDefault: number,
  placeholder: string,
  says: string,
  bounds: Bounds,
): Option<number> {
  const { read, ...option } = number(placeholder, says, bounds);
  return { ...option, byDefault: String(byDefault), read: (given) => read(given) ?? byDefault };
}

/** One of some names; `undefined` when it is not given. */
export function choice<Name extends string>(
  placeholder: string,
  says: string,
  names: readonly Name[],
): Option<Name | undefined> {
  const read = ([given]: readonly string[]) =>
    given === undefined ? undefined : readName(given, names);
  return { placeholder, says, read };
}

/** One of some names, with a default. */
export function choiceOr<Name extends string>(
  byDefault: Name,
  placeholder: string,
  says: string,
  names: readonly Name[],
): Option<Name> {
  const { read, ...option } = choice(placeholder, says, names);
  return { ...option, byDefault, read: (given) => read(given) ?? byDefault };
}

/** Some of some names. */
export function choices<Name extends string>(
  placeholder: string,
  says: string,
  names: readonly Name[],
): Option<readonly Name[]> {
  return {
    placeholder,
    says,
    many: true,
    read: (given) => given.map((one) => readName(one, names)),
  };
}

function readName<Name extends string>(given: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === given);
  if (found !== undefined) return found;
  throw new RangeError(`does not know '${given}': ${suggest(given, names)}`);
}

function readNumber(given: string, { min, max = Infinity, fractions = false }: Bounds): number {
  const value = /^-?\d+(\.\d+)?$/.test(given) ? Number(given) : Number.NaN;
  if (value >= min && value <= max && (fractions || Number.isSafeInteger(value))) return value;
  const kind = fractions ? 'number' : 'whole number';
  const range = max === Infinity ? `${min} up` : `${min} to ${max}`;
  throw new RangeError(`must be a ${kind} from ${range}, got '${given}'`);
}

/**
 * Checks the options and arguments of a caller against a table: the names, and the values that each accepts.
 *
 * @module
 */

import { type AnyChecks, type AnyKind, aListener, anObject, member, tagOf } from './kind.ts';

/**
 * Checks options by their table. An option that is `undefined` counts as absent.
 *
 * @param name - The caller's name for the options, for errors. Default: `options`.
 * @param path - The text that errors put in front of an option's name, such as `limits.`. Default: empty.
 * @throws TypeError if the options are not an object, or an option is not known or of another kind; RangeError for a
 *   number out of its range.
 */
export function checkOptions(given: unknown, checks: AnyChecks, name = 'options', path = ''): void {
  checkKind(name, given, anObject);
  const values = given as Readonly<Record<string, unknown>>;
  const check = (option: string): void => {
    const value = values[option];
    const kind = Object.hasOwn(checks, option) ? checks[option] : undefined;
    const full = path + option;
    if (kind === undefined)
      throw new TypeError(`There is no option ${full}${advice(option, checks, path)}`);
    if (value === undefined) return;
    if (isTable(kind)) checkOptions(value, kind, full, `${full}.`);
    else checkKind(full, value, kind);
  };
  for (const option in values) check(option);
  // The getters of a class are used too, but `for in` does not list them.
  if (values['constructor'] !== Object) for (const option in checks) check(option);
}

/**
 * Checks the arguments of a call of an adapter: its options, and its listener.
 *
 * @throws As `checkOptions`.
 */
export function checkCall(options: unknown, checks: AnyChecks, onEvent: unknown): void {
  checkOptions(options, checks);
  checkKind('onEvent', onEvent, aListener);
  for (const name in checks) {
    // Adapters copy options, and a getter of a class would be lost.
    if (member(options, name) !== undefined && !Object.hasOwn(options as object, name))
      throw new TypeError(`options.${name} must be an own property, not inherited`);
  }
}

/**
 * Checks an object by its table: each member has to be of its kind, and an absent member counts as `undefined`.
 *
 * @param name - The caller's name for the object, for errors.
 * @throws TypeError that names the member.
 */
export function checkWhole(given: unknown, checks: AnyChecks, name: string): void {
  // The object that an HTTP server passes can be of a class of its own.
  if (typeof given !== 'object' || given === null) checkKind(name, given, anObject);
  for (const member in checks) {
    const value = (given as Readonly<Record<string, unknown>>)[member];
    checkKind(`${name}.${member}`, value, checks[member]!, TypeError);
  }
}

/**
 * Checks one value.
 *
 * @param name - The caller's name for the value, for errors.
 * @param OutOfRange - The error for a number out of its range. Default: RangeError.
 * @throws As `checkOptions`.
 */
export function checkKind(
  name: string,
  value: unknown,
  kind: AnyKind,
  OutOfRange: ErrorConstructor = RangeError,
): void {
  const takes = typeof kind === 'string' ? kind : (kind[0] as string);
  const test = kind[1];
  if (typeof test === 'function' ? test(value) : fits(value, takes)) return;
  throw new (typeof value === 'number' && /number| ms/.test(takes) ? OutOfRange : TypeError)(
    `${name} must be ${takes}, got ${nameOf(value, takes)}`,
  );
}

/** Whether a value is one that the words name: `Infinity` is a whole number if there is no upper bound. */
function fits(value: unknown, takes: string): boolean {
  if (typeof value !== 'number') return takes.split(' or ').includes(nameOf(value, takes));
  const [, least, most] = /whole number from (\d+)(?: to (\d+))?/.exec(takes) ?? [];
  return value >= Number(least) && Math.floor(value) === value && !(value > Number(most));
}

/** Describes a value in words. A text can be a secret, so it is quoted only where the words list the texts allowed. */
function nameOf(value: unknown, takes = ''): string {
  if (typeof value === 'string') return takes[0] === "'" ? `'${value}'` : 'a string';
  if (value == null || typeof value === 'number' || typeof value === 'boolean') return `${value}`;
  // Reading a tag is the slowest step: most often the constructor is enough.
  const made = value.constructor;
  if (made === Function) return 'a function';
  if (made === Object) return 'an object';
  const words = tagOf(value)
    .replace('AsyncF', 'async f')
    .replace(/^(?:Array|Function|Object)$/, (it) => it.toLowerCase());
  const name = `${/^[aeio]/i.test(words) ? 'an' : 'a'} ${words}`;
  if (!Array.isArray(value) || value.length === 0) return name;
  const items = new Set(value.map((item) => (Array.isArray(item) ? 'an array' : nameOf(item))));
  return `${name} with ${[...items].slice(0, 3).join(', ')}`;
}

/** Names the option most like a wrong name, or all options if none is like it. */
function advice(wrong: string, checks: AnyChecks, from: string): string {
  let most = 0.6;
  let nearest = '';
  const compare = (table: AnyChecks, path: string): void => {
    for (const name in table) {
      const likeness = Math.max(likenessOf(wrong, name), likenessOf(name, wrong));
      if (likeness > most) [most, nearest] = [likeness, path + name];
      if (isTable(table[name]!)) compare(table[name], `${path}${name}.`);
    }
  };
  compare(checks, from);
  return nearest ? `; the nearest is ${nearest}` : `: there are ${Object.keys(checks).join(', ')}`;
}

/** The share of their letters that two names have in common, in order: each as early in the second as possible. */
function likenessOf(a: string, b: string): number {
  let at = 0;
  let common = 0;
  for (const letter of a.toLowerCase()) {
    const behind = b.toLowerCase().indexOf(letter, at) + 1;
    if (behind > 0) common++;
    at = behind || at;
  }
  return (2 * common) / (a.length + b.length);
}

function isTable(kind: AnyKind): kind is AnyChecks {
  return typeof kind === 'object' && !Array.isArray(kind);
}

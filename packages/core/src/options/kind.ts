/**
 * The values that options accept: the rows of the tables that `checkOptions` uses.
 *
 * @module
 */

declare const type: unique symbol;

/**
 * A row: the words that follow "must be". A value fits if the words contain its name, such as `a string`; an
 * allowed text stands in quotes, and a number is compared with the bounds. If names are not enough, the row is a pair
 * of the words and a test; if the members of an object are options, the row is the table of these options.
 *
 * @typeParam T - Exactly the type of the option.
 */
export type Kind<T> = AnyKind & { readonly [type]?: (value: T) => T };

/** A row for a value of any type. */
export type AnyKind = string | readonly [takes: string, is: Test] | AnyChecks;

/** A row for each option of an interface. */
export type Checks<Options> = {
  readonly [Name in keyof Options]-?: Kind<Exclude<Options[Name], undefined>>;
};

/** A row for each member of an object; no member may be missing. */
export type Shape<T> = { readonly [Name in keyof T]-?: Kind<T[Name]> };

/** A table: a row for each name. */
export interface AnyChecks {
  readonly [name: string]: AnyKind;
}

type Test = (value: unknown) => boolean;

// biome-ignore lint/suspicious/noExplicitAny: the type of all functions; their arguments are not used here.
export type AnyFunction = (...given: any[]) => any; // eslint-disable-line @typescript-eslint/no-explicit-any

export const aBoolean: Kind<boolean> = 'true or false';
export const aString: Kind<string> = 'a string';
export const aStringOrNone: Kind<string | undefined> = 'a string or undefined';
export const aNumber: Kind<number> = ['a number', (value) => typeof value === 'number'];
export const aFinite: Kind<number> = ['a finite number', (value) => Number.isFinite(value)];
export const fromZero: Kind<number> = 'a whole number from 0 up';
export const fromOne: Kind<number> = 'a whole number from 1 up';
export const aUint8Array: Kind<Uint8Array> = 'a Uint8Array';
export const aMessage: Kind<string | Uint8Array> = 'a string or a Uint8Array';

/** A function whose result is used: an async function is refused, since its promise would count as true. */
export const aFunction: Kind<AnyFunction> = 'a function';

/** A function whose result is ignored. */
export const aListener: Kind<AnyFunction> = 'a function or an async function';

// biome-ignore lint/suspicious/noExplicitAny: the members are checked elsewhere.
export const anObject: Kind<any> = 'an object'; // eslint-disable-line @typescript-eslint/no-explicit-any

export const strings: Kind<readonly string[]> = ['an array of strings', areStrings];

/** A list of texts, or a function that decides about one text. */
export const listOrFunction: Kind<readonly string[] | AnyFunction> = [
  'an array of strings or a function',
  (value) => areStrings(value) || tagOf(value) === 'Function',
];

/** Header fields as pairs of name and value. */
export const pairs: Kind<readonly (readonly [string, string])[]> = [
  'an array of [name, value] pairs',
  (value) => isEach(value, (item) => areStrings(item) && item.length === 2),
];

/** Header fields as pairs, or as an object of values by name. */
export const headerFields: Kind<
  readonly (readonly [string, string])[] | Readonly<Record<string, string | readonly string[]>>
> = [
  'an array of [name, value] pairs or an object of strings',
  (value) => {
    if (Array.isArray(value)) return isEach(value, (item) => areStrings(item) && item.length === 2);
    const values = tagOf(value) === 'Object' ? Object.values(value as object) : [undefined];
    return values.every((one) => typeof one === 'string' || areStrings(one));
  },
];

/** A member of a value of unknown type; `undefined` if the value has no such member. */
export function member(value: unknown, name: string): unknown {
  return (value as Readonly<Record<string, unknown>> | null | undefined)?.[name];
}

/** Whether a value is an array in which every item passes the test. */
export function isEach(value: unknown, test: Test): value is readonly unknown[] {
  return Array.isArray(value) && value.every(test);
}

/** The tag of a value: `Object` for a plain object, `Set`, `Null`, `AsyncFunction` and so on. */
export function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

function areStrings(value: unknown): value is readonly string[] {
  return isEach(value, (item) => typeof item === 'string');
}

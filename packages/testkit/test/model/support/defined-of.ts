/**
 * Options as core takes them, where one that is `undefined` is absent.
 *
 * @module
 */

/** The entries that are there. */
export function definedOf<T extends object>(
  values: T,
): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof T]?: Exclude<T[Name], undefined> };
}

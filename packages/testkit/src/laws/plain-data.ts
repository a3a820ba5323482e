/**
 * Plain data (objects, arrays, bytes, numbers, texts): copies it, and changes it in one place.
 *
 * @module
 */

/** A place in the data: names and indexes from the outside in. */
export type Path = readonly (string | number)[];

/** @returns A copy that shares nothing with the data. */
export function copyOf(data: unknown): unknown {
  if (data instanceof Uint8Array) return data.slice();
  if (Array.isArray(data)) return data.map(copyOf);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, copyOf(value)]));
}

/** All places in the data, the outermost first. */
export function pathsOf(data: unknown): readonly Path[] {
  if (typeof data !== 'object' || data === null || data instanceof Uint8Array) return [];
  const members: readonly [string | number, unknown][] = Array.isArray(data)
    ? data.map((value: unknown, i) => [i, value])
    : Object.entries(data);
  return members.flatMap(([name, value]) => [
    [name],
    ...pathsOf(value).map((rest) => [name, ...rest]),
  ]);
}

/** The value at a place. */
export function valueAt(data: unknown, path: Path): unknown {
  return path.reduce((value, name) => Reflect.get(value as object, name) as unknown, data);
}

/** Puts a value at a place, or removes the place when the value is `undefined`. */
export function putAt(data: unknown, path: Path, value: unknown): void {
  const holder = valueAt(data, path.slice(0, -1)) as object;
  const name = path.at(-1)!;
  if (value !== undefined) Reflect.set(holder, name, value);
  else if (Array.isArray(holder)) holder.splice(Number(name), 1);
  else Reflect.deleteProperty(holder, name);
}

/** Values to try in place of one: near it, of its kind, of another kind. The first is `undefined`. */
export function changesOf(value: unknown): readonly unknown[] {
  return [undefined, ...nearby(value), ...OTHERS.map(copyOf)];
}

/** Values close to this one, and of its kind. */
export function nearby(value: unknown): readonly unknown[] {
  if (typeof value === 'number') return [value + 1, value - 1];
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'string') return [`${value}x`, value.slice(1)];
  if (value instanceof Uint8Array) {
    return [Uint8Array.of(...value, 0), value.slice(1), value.map((byte) => byte ^ 1)];
  }
  if (Array.isArray(value)) return [[...(value as unknown[]), ...(value as unknown[])], []];
  return [];
}

const OTHERS: readonly unknown[] = [
  null,
  0,
  -1,
  0.5,
  NaN,
  Infinity,
  2 ** 53,
  1e308,
  '',
  'text',
  true,
  [],
  [null],
  {},
  new Uint8Array(0),
  new Uint8Array(200),
];

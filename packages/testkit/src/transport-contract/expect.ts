/**
 * The assertions of cases. They throw when they fail, and belong to no test runner.
 *
 * @module
 */

/** @throws Error unless both are the same: numbers and texts, or arrays, bytes and objects of these. */
export function expectEqual(actual: unknown, expected: unknown, what: string): void {
  if (!isSame(actual, expected)) {
    throw new Error(`${what}: expected ${shown(expected)}, got ${shown(actual)}`);
  }
}

/** @throws Error unless the named members are the same. */
export function expectMembers<T extends object>(
  actual: T,
  expected: Partial<T>,
  what: string,
): void {
  const named = Object.keys(expected) as (keyof T)[];
  expectEqual(Object.fromEntries(named.map((name) => [name, actual[name]])), expected, what);
}

/** @throws Error unless the condition holds. */
export function expectThat(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`${what}: it is not so`);
}

function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [entries, others] = [Object.entries(a), new Map(Object.entries(b))];
  return (
    entries.length === others.size &&
    entries.every(([name, value]) => others.has(name) && isSame(value, others.get(name)))
  );
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)} …` : text;
}

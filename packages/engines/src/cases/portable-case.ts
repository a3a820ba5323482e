/**
 * A test that needs no test runner, and how many of them are run in an engine that has none.
 *
 * @module
 */

/** Something that holds in every engine. */
export interface PortableCase {
  readonly name: string;
  /** @throws Error when it does not hold here. */
  readonly run: () => void;
}

/** How the cases went, as plain data: it leaves the engine as JSON. */
export interface PortableReport {
  readonly passed: number;
  readonly failures: readonly { readonly name: string; readonly message: string }[];
}

/** Runs every case, whatever the others do. */
export function runCases(cases: readonly PortableCase[]): PortableReport {
  const failures: { name: string; message: string }[] = [];
  for (const { name, run } of cases) {
    try {
      run();
    } catch (error) {
      failures.push({ name, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return { passed: cases.length - failures.length, failures };
}

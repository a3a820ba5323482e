/**
 * A test that needs no test runner, and a function that runs such tests in an engine without one.
 *
 * @module
 */

/** A behaviour that is the same in every engine. */
export interface PortableCase {
  readonly name: string;
  /** @throws Error when this engine behaves differently. */
  readonly run: () => void;
}

/** The results of the cases, as plain data: they leave the engine as JSON. */
export interface PortableReport {
  readonly passed: number;
  readonly failures: readonly { readonly name: string; readonly message: string }[];
}

/** Runs every case, even after one has failed. */
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

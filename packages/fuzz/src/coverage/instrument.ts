/**
 * Counts the code that a program reaches: every statement, branch and function gets a counter.
 *
 * Istanbul writes `cov_1x2y().b[3][0]++`: a call and two look-ups for each count. Here that becomes
 * `coverageHits[17]++`, one array for the whole program, which is fast to reset and to read.
 *
 * @module
 */
import { createInstrumenter } from 'istanbul-lib-instrument';

/** The name by which an instrumented program knows its counters, a `Uint32Array`. */
export const HITS = 'coverageHits';

/** A program with counters. */
export interface Instrumented {
  readonly code: string;
  /** How many counters it has, from the first on. */
  readonly counters: number;
}

const counter = /\bcov_\w+\(\)\.[sfb]\[\d+\](?:\[\d+\])?\+\+/g;

/**
 * Instruments an ECMAScript module.
 *
 * @param first - The number of its first counter.
 * @throws Error when a counter has a form that is not known here.
 */
export function instrument(code: string, fileName: string, first: number): Instrumented {
  const instrumenter = createInstrumenter({ esModules: true, compact: false });
  const numbers = new Map<string, number>();
  const counted = instrumenter.instrumentSync(code, fileName).replace(counter, (name) => {
    const number = numbers.get(name) ?? first + numbers.size;
    numbers.set(name, number);
    return `${HITS}[${number}]++`;
  });
  if (/\bcov_\w+\(\)\./.test(counted)) throw new Error(`A counter of ${fileName} has another form`);
  return { code: counted, counters: numbers.size };
}

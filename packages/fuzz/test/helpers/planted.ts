/**
 * Small programs to be instrumented, in place of core.
 *
 * @module
 */
import { compileFunction } from 'node:vm';
import { HITS, instrument } from '../../src/coverage/index.ts';

/** An instrumented function and its counters. */
export interface Planted {
  readonly call: (...args: readonly unknown[]) => unknown;
  readonly hits: Uint32Array;
}

/** @param source - Declares a function `f`. */
export function plant(source: string): Planted {
  const { code, counters } = instrument(source, 'planted.js', 0);
  const hits = new Uint32Array(counters);
  const make = compileFunction(`${code}\nreturn f;`, [HITS]) as (
    hits: Uint32Array,
  ) => Planted['call'];
  return { call: make(hits), hits };
}

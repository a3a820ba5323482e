/**
 * Tests that need a program which a machine may lack.
 *
 * @module
 */
import { it } from '@jest/globals';

/** Skips a test where its program is missing, except in CI (`CI` is set), where that fails. */
export function itNeeds(available: boolean): typeof it | typeof it.skip {
  const isCi = (process.env['CI'] ?? '') !== '';
  return available || isCi ? it : it.skip;
}

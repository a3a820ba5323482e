/**
 * The meter of the bounded law. Only Node counts the bytes kept: Bun does not tell how many are in array buffers, and
 * Deno, which has the engine of Node, would collect the garbage of all tests for each count.
 *
 * @module
 */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { engineMeter, type Meter } from '@sansocket/testkit/laws';

/** Counts the bytes in array buffers; those of less than 64 bytes are on the heap and do not count. */
export function nodeMeter(): Meter {
  if ('Bun' in globalThis || 'Deno' in globalThis) return engineMeter();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  return engineMeter({ collect, bytesInUse: () => process.memoryUsage().arrayBuffers });
}

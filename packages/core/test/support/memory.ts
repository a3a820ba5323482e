/**
 * Bytes that something keeps alive, counted in Node.
 *
 * @module
 */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { engineMeter } from '@sansocket/testkit/laws';

/** What something keeps alive, in bytes. */
export interface Retained {
  /** In arrays of 64 bytes and more, exactly. */
  readonly buffers: number;
  /** In all else; the engine's own bookkeeping moves it by some hundred KiB. */
  readonly heap: number;
}

/** Measures what the value that `make` returns keeps alive. */
export function retained(make: () => unknown): Retained {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const measure = (of: 'arrayBuffers' | 'heapUsed'): number =>
    engineMeter({ collect, bytesInUse: () => process.memoryUsage()[of] }).retained!(make);
  return { buffers: measure('arrayBuffers'), heap: measure('heapUsed') };
}

/**
 * Bytes that are kept alive, and bytes that are copied: counted, so that no clock is needed.
 *
 * @module
 */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What something keeps alive, in bytes. */
export interface Retained {
  /** In arrays of 64 bytes and more, exactly. */
  readonly buffers: number;
  /** In all else; the engine's own bookkeeping moves it by some hundred KiB. */
  readonly heap: number;
}

/** Measures what the value that `make` returns keeps alive. */
export function retained(make: () => unknown): Retained {
  make();
  const before = used();
  const kept = [make()];
  const after = used();
  kept.pop();
  return { buffers: after.buffers - before.buffers, heap: after.heap - before.heap };
}

/** @returns The bytes that `run` copied from one array to another by `set`, the way core copies. */
export function copiedBytes(run: () => void): number {
  const typedArray: object = Object.getPrototypeOf(Uint8Array.prototype) as object;
  const { prototype } = Uint8Array;
  let copied = 0;
  Object.defineProperty(prototype, 'set', {
    configurable: true,
    value(this: Uint8Array, source: ArrayLike<number>, offset?: number): void {
      copied += source.length;
      Reflect.apply(Reflect.get(typedArray, 'set') as () => void, this, [source, offset]);
    },
  });
  try {
    run();
  } finally {
    // What was inherited shows again.
    Reflect.deleteProperty(prototype, 'set');
  }
  return copied;
}

/** Collects until that frees nothing more: the engine gives buffers back in its own time. */
function used(): Retained {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  let buffers = Number.NaN;
  for (let rounds = 0; rounds < 10; rounds++) {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    if (arrayBuffers === buffers) return { buffers, heap: heapUsed };
    buffers = arrayBuffers;
  }
  return { buffers, heap: process.memoryUsage().heapUsed };
}

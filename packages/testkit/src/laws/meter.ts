/**
 * The meter of the bounded law: it counts bytes kept and bytes copied, without a clock. An engine does not report the
 * memory in use, so the caller provides functions for it.
 *
 * @module
 */

/** Counts bytes; each run gives the same counts. */
export interface Meter {
  /** The bytes kept alive by the value that `make` returns. */
  readonly retained?: ((make: () => unknown) => number) | undefined;
  /** Bytes that `run` copies from one array to another. */
  readonly copied?: ((run: () => void) => number) | undefined;
}

/** The memory of the engine. */
export interface EngineMemory {
  /** Frees all unreachable memory. */
  readonly collect: () => void;
  /** Bytes in use; for the law, those in array buffers. */
  readonly bytesInUse: () => number;
}

/**
 * Makes a meter.
 *
 * @param memory - Without it the bytes kept are not counted.
 */
export function engineMeter(memory?: EngineMemory): Meter {
  return {
    copied: copiedBytes,
    retained: memory === undefined ? undefined : (make) => retainedBytes(memory, make),
  };
}

/** Objects made once and for all are made before the count. */
function retainedBytes(memory: EngineMemory, make: () => unknown): number {
  make();
  const before = settled(memory);
  const kept = [make()];
  const after = settled(memory);
  kept.pop();
  return after - before;
}

/** Collects until nothing more is freed: engines release buffers with a delay. */
function settled({ collect, bytesInUse }: EngineMemory): number {
  let last = Number.NaN;
  for (let rounds = 0; rounds < 10; rounds++) {
    collect();
    const bytes = bytesInUse();
    if (bytes === last) return bytes;
    last = bytes;
  }
  return last;
}

/** Counts the bytes that pass through `Uint8Array.prototype.set`, which is how arrays are copied. */
function copiedBytes(run: () => void): number {
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
    // The inherited method is visible again.
    Reflect.deleteProperty(prototype, 'set');
  }
  return copied;
}

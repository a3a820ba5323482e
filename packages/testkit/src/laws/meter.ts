/**
 * What the bounded law counts with: bytes that are kept, bytes that are copied; no clock. An engine
 * does not say what is in use, so whoever runs the law says how it is found out there.
 *
 * @module
 */

/** Counts bytes, and the same ones in each run. */
export interface Meter {
  /** Bytes that the value which `make` returns keeps alive. */
  readonly retained?: ((make: () => unknown) => number) | undefined;
  /** Bytes that `run` copies from one array to another. */
  readonly copied?: ((run: () => void) => number) | undefined;
}

/** The memory of the engine. */
export interface EngineMemory {
  /** Frees all that nobody can reach. */
  readonly collect: () => void;
  /** Bytes in use; for the law, those in array buffers. */
  readonly bytesInUse: () => number;
}

/**
 * Makes a meter.
 *
 * @param memory - Without it nothing is known of what is kept.
 */
export function engineMeter(memory?: EngineMemory): Meter {
  return {
    copied: copiedBytes,
    retained: memory === undefined ? undefined : (make) => retainedBytes(memory, make),
  };
}

/** What is made once and for all is made before. */
function retainedBytes(memory: EngineMemory, make: () => unknown): number {
  make();
  const before = settled(memory);
  const kept = [make()];
  const after = settled(memory);
  kept.pop();
  return after - before;
}

/** Collects until that frees nothing more: engines give buffers back in their own time. */
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

/** Counts what goes through `Uint8Array.prototype.set`, the way in which arrays are copied. */
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
    // What was inherited shows again.
    Reflect.deleteProperty(prototype, 'set');
  }
  return copied;
}

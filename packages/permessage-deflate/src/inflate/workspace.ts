/**
 * The memory that decompressors share, since only one of them works at a time: codes, and a wide window.
 *
 * @module
 */
import { BlockCodes } from './block-codes.ts';

/** The longest window, and room for 64 KiB of output after it. */
const WIDE_BYTES = 32_768 + 65_536 + 512;

/** One for any number of inflaters of a thread. */
export class InflateWorkspace {
  #spareCodes: BlockCodes | undefined;
  #window: Uint8Array | undefined;

  /** A window for one call: its contents are not kept. */
  get window(): Uint8Array {
    this.#window ??= new Uint8Array(WIDE_BYTES);
    return this.#window;
  }

  /** Whether an array is that window. */
  isLent(window: Uint8Array): boolean {
    return window === this.#window;
  }

  /** Lends codes; an inflater that stops in the middle of a block keeps them. */
  lendCodes(): BlockCodes {
    const codes = this.#spareCodes ?? new BlockCodes();
    this.#spareCodes = undefined;
    return codes;
  }

  /** Takes codes back. */
  returnCodes(codes: BlockCodes): void {
    this.#spareCodes = codes;
  }
}

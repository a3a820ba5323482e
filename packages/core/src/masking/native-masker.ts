/**
 * Masking by a native add-on (RFC 6455 §5.3). Unlike WebAssembly it needs no copy in and out.
 *
 * @module
 */

import { viewOf } from '../bytes/index.ts';
import { checkKind, type Kind, member } from '../options/index.ts';
import type { Masker } from './masker.ts';

/** An add-on that masks, such as the package `bufferutil`. */
export interface MaskingAddon {
  /** Masks all of `bytes` in place, with a masking key of 4 bytes. Unmasking is the same operation. */
  unmask(bytes: Uint8Array, key: Uint8Array): void;
}

const anAddon: Kind<MaskingAddon> = [
  'an add-on with unmask',
  (value) => typeof member(value, 'unmask') === 'function',
];

/**
 * Makes a masker from an add-on, for the option `capabilities`. One masker can serve all connections of a thread.
 *
 * @throws TypeError if `addon` has no function `unmask`.
 *
 * @example
 * ```ts
 * import { ServerConnection } from 'sansocket';
 * import { createNativeMasker, type MaskingAddon } from 'sansocket/masking';
 *
 * function serverFor(addon: MaskingAddon): ServerConnection {
 *   const capabilities = { mask: createNativeMasker(addon) };
 *   return new ServerConnection({ capabilities, inPlace: true }, 0);
 * }
 * ```
 */
export function createNativeMasker(addon: MaskingAddon): Masker {
  checkKind('addon', addon, anAddon);
  const key = new Uint8Array(4);
  return (bytes, start, end, word) => {
    key[0] = word & 0xff;
    key[1] = (word >>> 8) & 0xff;
    key[2] = (word >>> 16) & 0xff;
    key[3] = word >>> 24;
    addon.unmask(viewOf(bytes, start, end), key);
  };
}

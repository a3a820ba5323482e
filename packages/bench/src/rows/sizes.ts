/**
 * Sizes as people write them.
 *
 * @module
 */

/** @returns Such as `125 B`, `16 KiB`, `1 MiB`. */
export function sizeOf(bytes: number): string {
  if (bytes >= 1_048_576) return `${bytes / 1_048_576} MiB`;
  return bytes >= 1024 ? `${bytes / 1024} KiB` : `${bytes} B`;
}

/** The same for a name: `125`, `16k`, `1m`. */
export function shortSizeOf(bytes: number): string {
  return sizeOf(bytes).replace(' B', '').replace(' KiB', 'k').replace(' MiB', 'm');
}

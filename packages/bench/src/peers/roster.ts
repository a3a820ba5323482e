/**
 * Who takes part: names, what the process of each needs, and how each is loaded.
 *
 * @module
 */

import type { Peer } from './peer.ts';

/** All that can be measured, ours first. */
export const peerNames = [
  'sansocket',
  'ws',
  'ws+bufferutil',
  'masking',
  'bufferutil',
  'memcpy',
] as const;

/** One of those. */
export type PeerName = (typeof peerNames)[number];

/** Libraries: those that every row on messages is compared with. */
export const libraries: readonly PeerName[] = ['ws', 'ws+bufferutil'];

/** Environment of the process that a peer works in. */
export function environmentOf(name: PeerName): Readonly<Record<string, string>> {
  return name === 'ws' ? { WS_NO_BUFFER_UTIL: '1' } : {};
}

/** Loads one peer and no other: they would share, and spoil, what the engine knows of Node's streams. */
export async function loadPeer(name: PeerName): Promise<Peer> {
  switch (name) {
    case 'sansocket':
      return (await import('./sansocket.ts')).sansocket();
    case 'ws':
    case 'ws+bufferutil':
      return (await import('./ws.ts')).ws();
    case 'memcpy':
      return (await import('./primitives.ts')).memcpy;
    case 'masking':
      return (await import('./primitives.ts')).masking;
    case 'bufferutil':
      return (await import('./primitives.ts')).nativeMasking();
    default:
      return name satisfies never;
  }
}

/**
 * The libraries that take part: their names, the needs of their processes, and how each is loaded.
 *
 * @module
 */

import { best, native, portable } from './handed-in.ts';
import type { Peer } from './peer.ts';

/**
 * Everything that can be measured, Sansocket first: with the capabilities of the runtime, without, and with an add-on.
 */
export const peerNames = [
  'sansocket',
  'portable',
  'sansocket+bufferutil',
  'ws',
  'ws+bufferutil',
  'websocket-driver',
  'websocket',
  'undici',
  'masking',
  'wasm-masking',
  'bufferutil',
  'memcpy',
  'zlib',
  'relay',
  'frame-decoder',
] as const;

/** One of those. */
export type PeerName = (typeof peerNames)[number];

/** Other libraries in JavaScript, with or without native add-ons. */
export const libraries = [
  'ws',
  'ws+bufferutil',
  'websocket-driver',
  'websocket',
  'undici',
] as const;

/** The peers that have a server. */
export const serverLibraries = ['ws', 'ws+bufferutil', 'websocket-driver', 'websocket'] as const;

/** Environment of the process that a peer works in. */
export function environmentOf(name: PeerName): Readonly<Record<string, string>> {
  return name === 'ws' ? { WS_NO_BUFFER_UTIL: '1' } : {};
}

/** Loads one peer and no other: they would share, and spoil, the engine's knowledge of Node's streams. */
export async function loadPeer(name: PeerName): Promise<Peer> {
  switch (name) {
    case 'sansocket':
      return (await import('./sansocket.ts')).sansocket(await best());
    case 'portable':
      return (await import('./sansocket.ts')).sansocket(portable());
    case 'sansocket+bufferutil':
      return (await import('./sansocket.ts')).sansocket(await native());
    case 'ws':
    case 'ws+bufferutil':
      return (await import('./ws.ts')).ws();
    case 'websocket-driver':
      return (await import('./websocket-driver.ts')).websocketDriver();
    case 'websocket':
      return (await import('./websocket.ts')).websocket();
    case 'undici':
      return (await import('./undici.ts')).undici();
    case 'memcpy':
      return (await import('./primitives.ts')).memcpy;
    case 'zlib':
      return (await import('./primitives.ts')).zlib;
    case 'relay':
      return (await import('./relay.ts')).relay(await best());
    case 'frame-decoder':
      return (await import('./relay.ts')).frameDecoder(await best());
    case 'masking':
      return (await import('./primitives.ts')).masking;
    case 'wasm-masking':
      return (await import('./primitives.ts')).wasmMasking();
    case 'bufferutil':
      return (await import('./primitives.ts')).nativeMasking();
    default:
      return name satisfies never;
  }
}

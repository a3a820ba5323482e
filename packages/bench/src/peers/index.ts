/** Libraries and primitives at work. @module */

export { loadPackage } from './load-package.ts';
export { openRole, takeOutput } from './open-connections.ts';
export type { Peer } from './peer.ts';
export {
  environmentOf,
  libraries,
  loadPeer,
  type PeerName,
  peerNames,
  serverLibraries,
} from './roster.ts';

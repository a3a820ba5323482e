/** Libraries and primitives at work. @module */

export type { Peer } from './peer.ts';
export {
  environmentOf,
  libraries,
  loadPeer,
  type PeerName,
  peerNames,
  serverLibraries,
} from './roster.ts';

/** The ends of others. @module */
export {
  converseWithTestClient,
  converseWithTestServer,
  testClient,
  testServer,
} from './libwebsockets.ts';
export type { Peer, PeerClient, PeerServer, RunningServer } from './peer.ts';
export { peerClients } from './peer-clients.ts';
export { peerServers } from './peer-servers.ts';

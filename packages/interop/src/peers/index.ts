/** The ends of others. @module */
export { installPackages, installServers } from './install.ts';
export {
  converseWithTestClient,
  converseWithTestServer,
  testClient,
  testServer,
} from './libwebsockets.ts';
export type { Peer, PeerClient, PeerServer } from './peer.ts';
export { http2Clients, peerClients } from './peer-clients.ts';
export { http2Servers, peerServers } from './peer-servers.ts';
export { bunPath, denoPath, nodePath, pythonPath } from './runtimes.ts';
export { npm } from './server-kinds.ts';
export { startServer } from './start-server.ts';

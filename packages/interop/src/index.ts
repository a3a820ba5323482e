/** The matrix of interoperation, and the field. @module */
export {
  type FarmRecord,
  type Field,
  farmClients,
  fieldPage,
  historicFaults,
  recordFile as farmRecordFile,
  renderField,
  runClient,
  runServer,
} from './farm/index.ts';
export { type Cell, cells, type Group, missingOf, runCell, type Shown } from './matrix/index.ts';
export { pageFile, type Results, recordFile, renderPage } from './page/index.ts';
export { type PeerServer, peerServers } from './peers/index.ts';
export { type Place, proxies } from './proxies/index.ts';

/** The field: servers of others under the catalogue of cases. @module */
export { type FarmClient, farmClients, runClient } from './farm-clients.ts';
export { type HistoricFault, historicFaults } from './historic.ts';
export {
  type FarmRecord,
  failureOf,
  type HistoricRun,
  type Run,
  recordFile,
  runOf,
} from './record.ts';
export { type Field, fieldPage, renderField } from './render-field.ts';
export { runServer, type ServerResult } from './run-server.ts';

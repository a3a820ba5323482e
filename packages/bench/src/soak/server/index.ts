/** A server that is soaked. @module */

export {
  type ServerLook,
  type SoakedName,
  type SoakServerRequest,
  type StartedServer,
  soakedNames,
} from './protocol.ts';

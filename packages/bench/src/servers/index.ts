/** Servers that echo. @module */

export { memory } from './memory.ts';
export type { Memory, ServerRequest } from './protocol.ts';
export {
  runtimeOf,
  type ServerName,
  serverEnvironment,
  serverNames,
  startServer,
} from './roster.ts';
export type { Watcher } from './server.ts';

/** Servers that echo. @module */

export { memory } from './memory.ts';
export type { Memory, ServerRequest } from './protocol.ts';
export {
  runtimeOf,
  type ServerName,
  type Sessions,
  serverEnvironment,
  serverNames,
  sessionsOf,
  startServer,
} from './roster.ts';
export type { Watcher } from './server.ts';

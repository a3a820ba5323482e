/** Servers that echo. @module */

export type { Memory, ServerRequest } from './protocol.ts';
export { runtimeOf, type ServerName, serverEnvironment, serverNames } from './roster.ts';

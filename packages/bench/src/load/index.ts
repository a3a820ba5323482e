/** Clients that only count. @module */

export type { LoadOptions, LoadRequest, Run } from './protocol.ts';

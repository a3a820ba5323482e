/** Clients that only count. @module */

export type { LoadOptions, LoadRequest, RoundTrips, Run } from './protocol.ts';

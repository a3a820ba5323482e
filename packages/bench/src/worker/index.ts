/** The requests and answers of a worker. @module */

export type { OpenRequest, Request, Slice } from './protocol.ts';

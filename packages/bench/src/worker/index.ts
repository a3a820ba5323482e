/** What a worker is asked and answers. @module */

export type { OpenRequest, Request, Slice } from './protocol.ts';

/** What a worker is asked and answers. @module */

export type { Answer, Request, Slice } from './protocol.ts';

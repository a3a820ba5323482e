/** The kinds of clients. @module */

export { kinds } from './kinds.ts';

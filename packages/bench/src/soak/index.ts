/** A server under clients of many kinds. @module */
export { runSoakCommand } from './command.ts';

/**
 * The door to the assembler of messages: options are checked there.
 *
 * @module
 */

import { aFunction, type Checks, checkOptions, member } from '../options/index.ts';
import { type MessageAssemblerOptions, UncheckedMessageAssembler } from './message-assembler.ts';

export const messageAssemblerChecks: Checks<MessageAssemblerOptions> = {
  mode: "'whole' or 'parts'",
  text: "'string' or 'bytes'",
  decodeText: aFunction,
  allocate: aFunction,
  memory: ['an object with take and give', (value) => typeof member(value, 'take') === 'function'],
};

/** Assembles one message after the other: `begin`, `push` each piece, `take`. */
export class MessageAssembler extends UncheckedMessageAssembler {
  /** @throws TypeError when an option cannot be used. */
  constructor(options: MessageAssemblerOptions = {}) {
    checkOptions(options, messageAssemblerChecks);
    super(options);
  }
}
